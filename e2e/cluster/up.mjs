// Puts the workloads of the runbooks onto a running test cluster, and starts a Prometheus and an Alertmanager beside the
// cluster's own, with the runbooks' alert rules. Run it again at any time: what it started before is replaced.
//
//   node e2e/cluster/up.mjs --cluster DIR [options]
//     --cluster DIR               the cluster's folder: admin.kubeconfig, bin/kubectl, prometheus.yml (as its set-up leaves it)
//     --state DIR                 own state, logs and process ids (default: DIR/headroom-e2e)
//     --sie-namespace NAME        default: sie
//     --tickstorm-namespace NAME  default: default
//     --webhook URL               where alerts go (default: http://127.0.0.1:3000/api/webhooks/alertmanager)
//     --token TOKEN               sent as "Authorization: Bearer TOKEN"
//     --port N                    first of three ports: metrics, Prometheus, Alertmanager (default: 26520)
//
// Prints PROMETHEUS_URL and ALERTMANAGER_URL as shell lines. Ends when all three answer.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse, stringify } from "yaml";
import { stopAll } from "./down.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    cluster: { type: "string" },
    state: { type: "string" },
    "sie-namespace": { type: "string", default: "sie" },
    "tickstorm-namespace": { type: "string", default: "default" },
    webhook: { type: "string", default: "http://127.0.0.1:3000/api/webhooks/alertmanager" },
    token: { type: "string" },
    port: { type: "string", default: "26520" },
  },
});
if (!options.cluster) {
  throw new Error("--cluster DIR is missing");
}
const cluster = path.resolve(options.cluster);
const state = path.resolve(options.state ?? path.join(cluster, "headroom-e2e"));
const kubeconfig = path.join(cluster, "admin.kubeconfig");
const kubectl = path.join(cluster, "bin/kubectl");
const ports = {
  metrics: Number(options.port),
  prometheus: Number(options.port) + 1,
  alertmanager: Number(options.port) + 2,
};

/** @param {readonly string[]} args @param {string} [input] */
function kube(args, input) {
  const result = spawnSync(kubectl, ["--kubeconfig", kubeconfig, ...args], { encoding: "utf8", input });
  if (result.status !== 0) {
    throw new Error(`kubectl ${args.join(" ")}: ${result.stderr}`);
  }
  return result.stdout;
}

/** @param {string} namespace @param {string} manifest */
function deploy(namespace, manifest) {
  kube(["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }));
  kube(["apply", "-n", namespace, "-f", path.join(here, "manifests", manifest)]);
}

/** The cluster's own Prometheus settings, with our rules, our Alertmanager and one more job. */
function prometheusConfig() {
  const config = parse(readFileSync(path.join(cluster, "prometheus.yml"), "utf8"));
  return {
    ...config,
    rule_files: ["alerts.yml"],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${ports.alertmanager}`] }] }] },
    scrape_configs: [
      ...config.scrape_configs,
      { job_name: "state-metrics", honor_labels: true, static_configs: [{ targets: [`127.0.0.1:${ports.metrics}`] }] },
    ],
  };
}

function alertmanagerConfig() {
  const credentials = options.token && { http_config: { authorization: { credentials: options.token } } };
  return {
    route: {
      receiver: "headroom",
      group_by: ["alertname", "namespace", "pod"],
      group_wait: "1s",
      group_interval: "5s",
      repeat_interval: "5m",
    },
    receivers: [{ name: "headroom", webhook_configs: [{ url: options.webhook, send_resolved: true, ...credentials }] }],
  };
}

function writeConfigs() {
  const rules = readFileSync(path.join(here, "manifests/alerts.yml"), "utf8")
    .replaceAll("@SIE_NAMESPACE@", options["sie-namespace"])
    .replaceAll("@TICKSTORM_NAMESPACE@", options["tickstorm-namespace"]);
  writeFileSync(path.join(state, "alerts.yml"), rules);
  writeFileSync(path.join(state, "prometheus.yml"), stringify(prometheusConfig()));
  writeFileSync(path.join(state, "alertmanager.yml"), stringify(alertmanagerConfig()), { mode: 0o600 });
}

/** Starts a program that outlives this one; down.mjs ends it by its process id. @param {string} name @param {readonly string[]} command */
function start(name, [program = "", ...args]) {
  const log = openSync(path.join(state, `${name}.log`), "w");
  const child = spawn(program, args, { cwd: state, detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  child.unref();
  writeFileSync(path.join(state, `${name}.pid`), String(child.pid));
}

/** @param {string} url */
async function answers(url) {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) {
      return;
    }
    await sleep(200);
  }
  throw new Error(`no answer from ${url} in 30 s; logs are in ${state}`);
}

mkdirSync(state, { recursive: true });
await stopAll(state);
deploy(options["sie-namespace"], "sie.yaml");
deploy(options["tickstorm-namespace"], "tickstorm.yaml");
writeConfigs();
start("state-metrics", [
  process.execPath,
  path.join(here, "state-metrics.mjs"),
  ...["--port", String(ports.metrics), "--kubectl", kubectl, "--kubeconfig", kubeconfig],
]);
start("alertmanager", [
  "prometheus-alertmanager",
  ...["--config.file", "alertmanager.yml", "--storage.path", "alertmanager"],
  ...["--web.listen-address", `127.0.0.1:${ports.alertmanager}`, "--cluster.listen-address="],
]);
start("prometheus", [
  "prometheus",
  ...["--config.file", "prometheus.yml", "--storage.tsdb.path", "prometheus", "--storage.tsdb.retention.time", "1d"],
  ...["--web.listen-address", `127.0.0.1:${ports.prometheus}`, "--web.enable-lifecycle"],
]);
await answers(`http://127.0.0.1:${ports.metrics}/metrics`);
await answers(`http://127.0.0.1:${ports.alertmanager}/-/ready`);
await answers(`http://127.0.0.1:${ports.prometheus}/-/ready`);
process.stdout.write(`export PROMETHEUS_URL=http://127.0.0.1:${ports.prometheus}\n`);
process.stdout.write(`export ALERTMANAGER_URL=http://127.0.0.1:${ports.alertmanager}\n`);
