// The few series of kube-state-metrics that the alert rules need, under its names: that program is not in Debian.
//
//   node state-metrics.mjs --port 26520 --kubectl /path/kubectl --kubeconfig /path/kubeconfig
//
// GET /metrics. Each request reads the pods once from the API server.
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import process from "node:process";
import { parseArgs, promisify } from "node:util";

const run = promisify(execFile);
const { values } = parseArgs({
  options: { port: { type: "string" }, kubectl: { type: "string" }, kubeconfig: { type: "string" } },
});
const { port = "26520", kubectl = "kubectl", kubeconfig = "" } = values;

/** @typedef {{ restartCount: number, name: string, lastState: { terminated?: { reason?: string } } }} ContainerStatus */
/** @typedef {{ metadata: { namespace: string, name: string }, status: { containerStatuses?: ContainerStatus[] } }} Pod */

/** @param {string} text */
function quoted(text) {
  return JSON.stringify(text);
}

/** @param {readonly Pod[]} pods */
function exposition(pods) {
  const restarts = ["# TYPE kube_pod_container_status_restarts_total counter"];
  const reasons = ["# TYPE kube_pod_container_status_last_terminated_reason gauge"];
  for (const { metadata, status } of pods) {
    for (const container of status.containerStatuses ?? []) {
      const labels = `namespace=${quoted(metadata.namespace)},pod=${quoted(metadata.name)},container=${quoted(container.name)}`;
      const reason = container.lastState.terminated?.reason;
      restarts.push(`kube_pod_container_status_restarts_total{${labels}} ${container.restartCount}`);
      if (reason) {
        reasons.push(`kube_pod_container_status_last_terminated_reason{${labels},reason=${quoted(reason)}} 1`);
      }
    }
  }
  return `${[...restarts, ...reasons].join("\n")}\n`;
}

async function pods() {
  const args = ["--kubeconfig", kubeconfig, "get", "--raw", "/api/v1/pods"];
  const { stdout } = await run(kubectl, args, { maxBuffer: 64 * 1024 * 1024 });
  /** @type {{ items: Pod[] }} */
  const list = JSON.parse(stdout);
  return list.items;
}

createServer((_request, response) => {
  pods().then(
    (items) => response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(exposition(items)),
    (error) => response.writeHead(503).end(String(error)),
  );
}).listen(Number(port), "127.0.0.1", () => process.stdout.write(`listening on ${port}\n`));
