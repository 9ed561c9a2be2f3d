import { randomBytes } from "node:crypto";
import { createServer, type Server as HttpServer, type RequestListener } from "node:http";
import type { Server as HttpsServer } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { createAlertmanager } from "./alertmanager.ts";
import { createControlServer, type Faults } from "./control.ts";
import { createCertificate } from "./kubernetes/certificate.ts";
import { kubeconfigText } from "./kubernetes/kubeconfig.ts";
import { createKubernetesServer, type KubernetesServerOptions } from "./kubernetes/server.ts";
import { createUpgradeHandler } from "./kubernetes/upgrades.ts";
import { type SampleStore, scrapeWorld } from "./scrape.ts";
import { createSimulation, type Simulation } from "./simulation.ts";
import { createWebhook, type WebhookOptions } from "./webhook.ts";
import type { ScenarioName } from "./world/scenarios.ts";

/** What answers Prometheus queries; made anew when the world begins anew. */
export interface PrometheusPart {
  readonly store: SampleStore;
  readonly handler: RequestListener;
}

export interface RangeOptions {
  readonly kubernetesPort: number;
  readonly prometheusPort: number;
  readonly controlPort: number;
  readonly seed: number;
  readonly speed: number;
  readonly scenario: ScenarioName;
  readonly webhook?: WebhookOptions;
  now(): number;
  createPrometheus(now: () => number): PrometheusPart;
}

export interface Range {
  readonly simulation: Simulation;
  readonly kubernetesUrl: string;
  readonly prometheusUrl: string;
  readonly controlUrl: string;
  /** The text of a kubeconfig with the contexts `range` and `range-viewer`. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

type AnyServer = HttpServer | HttpsServer;

const TICK_MS = 250;
const ALERT_EVALUATION_MS = 2000;
const SLOW_MS = 4000;

function listen(server: AnyServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function shut(server: AnyServer): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function createPrometheusServer(part: () => PrometheusPart, faults: Faults): HttpServer {
  return createServer((request, response) => {
    const serve = (): void => void part().handler(request, response);
    switch (faults.prometheus) {
      case "ok":
        return serve();
      case "down":
        return void request.socket.destroy();
      case "403":
        response.writeHead(403, { "content-type": "text/plain" });
        return void response.end("Forbidden\n");
      case "slow":
        return void sleep(SLOW_MS).then(serve);
    }
  });
}

function createUsers(): { readonly adminToken: string; readonly viewerToken: string } & Pick<
  KubernetesServerOptions,
  "users"
> {
  const adminToken = randomBytes(24).toString("base64url");
  const viewerToken = randomBytes(24).toString("base64url");
  const users = new Map([
    [adminToken, { name: "range-admin", mayChange: true }],
    [viewerToken, { name: "range-viewer", mayChange: false }],
  ]);
  return { adminToken, viewerToken, users };
}

function createServers(options: RangeOptions, faults: Faults) {
  let prometheus = options.createPrometheus(options.now);
  const simulation = createSimulation({
    ...options,
    onSample: ({ world }, atMs) => scrapeWorld(world.context, prometheus.store, atMs),
    onReset: () => {
      prometheus = options.createPrometheus(options.now);
    },
  });
  const { cluster } = simulation;
  const webhook = options.webhook === undefined ? undefined : createWebhook(options.webhook);
  const alertmanager = createAlertmanager(cluster, (payload) => webhook?.send(payload));
  const certificate = createCertificate(new Date(options.now()));
  const { users, ...tokens } = createUsers();
  const kubernetesOptions = { cluster, certificate, users, fault: () => faults.kubernetes };
  const kubernetes = createKubernetesServer(kubernetesOptions);
  const upgrade = createUpgradeHandler(kubernetesOptions);
  kubernetes.on("upgrade", (request, socket, head) => upgrade({ request, socket, head }));
  const control = createControlServer({
    simulation,
    faults,
    firingAlerts: alertmanager.firing,
    evaluateAlerts: alertmanager.evaluate,
    onReset: () => {
      alertmanager.reset();
      alertmanager.evaluate();
      kubernetes.closeAllConnections();
    },
  });
  const prometheusServer = createPrometheusServer(() => prometheus, faults);
  return { simulation, alertmanager, webhook, kubernetes, prometheusServer, control, certificate, tokens };
}

/** Starts the practice range on the loopback address and gives its addresses. */
export async function startRange(options: RangeOptions): Promise<Range> {
  const faults: Faults = { kubernetes: "ok", prometheus: "ok" };
  const parts = createServers(options, faults);
  const { simulation, kubernetes, prometheusServer, control, alertmanager } = parts;
  const kubernetesUrl = `https://127.0.0.1:${await listen(kubernetes, options.kubernetesPort)}`;
  const prometheusUrl = `http://127.0.0.1:${await listen(prometheusServer, options.prometheusPort)}`;
  const controlUrl = `http://127.0.0.1:${await listen(control, options.controlPort)}`;
  const ticker = setInterval(simulation.catchUp, TICK_MS);
  const evaluator = setInterval(alertmanager.evaluate, ALERT_EVALUATION_MS);
  alertmanager.evaluate();
  return {
    simulation,
    kubernetesUrl,
    prometheusUrl,
    controlUrl,
    kubeconfig: kubeconfigText({ server: kubernetesUrl, ...parts.certificate, ...parts.tokens }),
    close: async () => {
      clearInterval(ticker);
      clearInterval(evaluator);
      parts.webhook?.close();
      await Promise.all([kubernetes, prometheusServer, control].map(shut));
    },
  };
}
