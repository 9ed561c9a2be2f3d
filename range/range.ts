import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createCertificate } from "./kubernetes/certificate.ts";
import { kubeconfigText } from "./kubernetes/kubeconfig.ts";
import { createKubernetesServer, type KubernetesFault, type KubernetesServerOptions } from "./kubernetes/server.ts";
import { createUpgradeHandler } from "./kubernetes/upgrades.ts";
import { createSimulation, type Simulation } from "./simulation.ts";
import type { ScenarioName } from "./world/scenarios.ts";

export interface RangeOptions {
  readonly kubernetesPort: number;
  readonly seed: number;
  readonly speed: number;
  readonly scenario: ScenarioName;
}

export interface Range {
  readonly simulation: Simulation;
  readonly kubernetesUrl: string;
  readonly kubeconfig: string;
  close(): Promise<void>;
}

const TICK_MS = 250;

/** Starts the practice range on the loopback address and gives its addresses. */
export async function startRange(options: RangeOptions): Promise<Range> {
  const now = (): number => Date.now();
  const simulation = createSimulation({ ...options, now, onSample: () => undefined });
  const faults: { kubernetes: KubernetesFault } = { kubernetes: "ok" };
  const certificate = createCertificate(new Date(now()));
  const adminToken = randomBytes(24).toString("base64url");
  const viewerToken = randomBytes(24).toString("base64url");
  const serverOptions: KubernetesServerOptions = {
    cluster: simulation.cluster,
    certificate,
    users: new Map([
      [adminToken, { name: "range-admin", mayChange: true }],
      [viewerToken, { name: "range-viewer", mayChange: false }],
    ]),
    fault: () => faults.kubernetes,
  };
  const server = createKubernetesServer(serverOptions);
  const upgrade = createUpgradeHandler(serverOptions);
  server.on("upgrade", (request, socket, head) => upgrade({ request, socket, head }));
  await new Promise<void>((resolve) => server.listen(options.kubernetesPort, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const kubernetesUrl = `https://127.0.0.1:${port}`;
  const ticker = setInterval(() => simulation.catchUp(), TICK_MS);
  return {
    simulation,
    kubernetesUrl,
    kubeconfig: kubeconfigText({ server: kubernetesUrl, ...certificate, adminToken, viewerToken }),
    close: async () => {
      clearInterval(ticker);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
