// kubectl here, by the real program, and as raw requests on a kept connection, against one API server in one run: medians
// and ratios. Needs kubectl on the PATH and TEST_KUBECONFIG or KUBECONFIG; works in a namespace of its own.
// node bench/kubectl.mjs [rounds]
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import https from "node:https";
import path from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { KubeConfig } from "@kubernetes/client-node";
import { importBundle } from "../scripts/shared/import-bundle.mjs";

const FASTER_THAN_PROGRAM = 10;
const SLOWER_THAN_RAW = 3;
const PODS = 20;
const root = fileURLToPath(new URL("../", import.meta.url));
const kubeconfig = process.env["TEST_KUBECONFIG"] ?? process.env["KUBECONFIG"];
const namespace = `headroom-bench-${randomBytes(4).toString("hex")}`;
const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

/** The server's kubectl as a production bundle. */
async function ourKubectl() {
  const { connectCluster, kubectlCommand } = await importBundle(
    `export { connectCluster } from "@/lib/adapters/kubernetes/connection";
      export { kubectlCommand } from "@/lib/adapters/kubernetes/kubectl/kubectl";`,
    { packages: "external", alias: { "@": root, "server-only": path.join(root, "node_modules/server-only/empty.js") } },
  );
  const connection = connectCluster({ kubeconfigPath: kubeconfig, name: "bench", allowExecPlugins: true });
  return kubectlCommand({ connect: () => connection, namespace: undefined, now: () => new Date() });
}

const grant = {
  runId: "00000000-0000-4000-8000-000000000000",
  actor: { kind: "system", name: "bench" },
  ceiling: "destructive",
  clusters: [{ cluster: "bench", namespaces: "any" }],
  execs: "any",
  readList: [],
  endpoints: "any",
};

/** @param {{ run: Function }} command @param {readonly string[]} argv @param {string} [stdin] */
async function runOurs(command, argv, stdin = "") {
  const said = { stdout: "", stderr: "" };
  const exitCode = await command.run(argv, {
    stdin,
    env: {},
    grant,
    readFile: async () => null,
    writeFile: async () => undefined,
    signal: new AbortController().signal,
    write: (/** @type {"stdout" | "stderr"} */ stream, /** @type {string} */ text) => {
      said[stream] += text;
    },
  });
  if (exitCode !== 0) {
    throw new Error(`kubectl ${argv.join(" ")}: ${said.stderr}`);
  }
}

/** @param {readonly string[]} argv */
async function runProgram(argv) {
  const child = spawn("kubectl", [...argv], {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.resume();
  const [code] = await once(child, "close");
  if (code !== 0) {
    throw new Error(`the real kubectl ${argv.join(" ")} ended with ${code}`);
  }
}

/** Requests on one kept connection. */
async function rawRequests() {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig ?? "");
  const server = new URL(config.getCurrentCluster()?.server ?? "");
  /** @type {https.RequestOptions} */
  const settings = {};
  await config.applyToHTTPSOptions(settings);
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
  return (/** @type {{ method?: string, path: string, body?: string, type?: string, accept?: string }} */ request) =>
    new Promise((resolve, reject) => {
      const { method = "GET", body, type = "application/json", accept = "application/json" } = request;
      const headers = { ...settings.headers, Accept: accept, ...(body !== undefined && { "Content-Type": type }) };
      const place = { host: server.hostname, port: server.port, path: request.path, method };
      const sent = https.request({ ...settings, ...place, headers, agent }, (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode));
      });
      sent.once("error", reject);
      sent.end(body);
    });
}

const deployment = `/apis/apps/v1/namespaces/${namespace}/deployments/web`;
const merge = "application/merge-patch+json";
const strategic = "application/strategic-merge-patch+json";
/** Each with the requests that it cannot do without. */
const OPERATIONS = [
  {
    name: `get pods (${PODS})`,
    argv: ["get", "pods", "-n", namespace],
    raw: [{ path: `/api/v1/namespaces/${namespace}/pods?limit=500`, accept: TABLE }],
  },
  {
    name: "describe pod",
    argv: ["describe", "pod", "waits-0", "-n", namespace],
    raw: [
      { path: `/api/v1/namespaces/${namespace}/pods/waits-0` },
      { path: `/api/v1/namespaces/${namespace}/events?fieldSelector=involvedObject.name%3Dwaits-0` },
    ],
  },
  { name: "top pods -A", argv: ["top", "pods", "-A"], raw: [{ path: "/apis/metrics.k8s.io/v1beta1/pods" }] },
  {
    name: "scale",
    argv: ["scale", "deploy/web", "--replicas=0", "-n", namespace],
    raw: [
      { path: deployment },
      { method: "PATCH", path: `${deployment}/scale`, body: '{"spec":{"replicas":0}}', type: merge },
    ],
  },
  {
    name: "patch",
    argv: ["patch", "deploy/web", "-n", namespace, "-p", '{"metadata":{"annotations":{"a":"b"}}}'],
    raw: [
      { path: deployment },
      { method: "PATCH", path: deployment, body: '{"metadata":{"annotations":{"a":"b"}}}', type: strategic },
    ],
  },
];

const template = {
  metadata: { labels: { app: "web" } },
  spec: {
    nodeSelector: { "headroom-bench": "none" },
    automountServiceAccountToken: false,
    containers: [{ name: "app", image: "localhost/none" }],
  },
};
const manifests = [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace },
    spec: { replicas: 0, selector: { matchLabels: { app: "web" } }, template },
  },
  ...Array.from({ length: PODS }, (_, at) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `waits-${at}`, namespace, labels: { app: "waits" } },
    spec: template.spec,
  })),
];

/** @param {readonly number[]} times */
const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

/** @param {() => Promise<unknown>} act */
async function timed(act) {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

/** @typedef {{ ours: number[], raw: number[], program: number[] }} Times */

/**
 * The three in turn, so that what else the machine does meets all of them.
 * @param {(typeof OPERATIONS)[number]} operation
 * @param {{ command: { run: Function }, send: Function, rounds: number }} settings
 */
async function measure({ argv, raw }, { command, send, rounds }) {
  const requests = async () => {
    for (const request of raw) {
      await send(request);
    }
  };
  /** @type {Times} */
  const times = { ours: [], raw: [], program: [] };
  await Promise.all([runOurs(command, argv), requests()]);
  for (let round = 0; round < rounds; round += 1) {
    times.ours.push(await timed(() => runOurs(command, argv)));
    times.raw.push(await timed(requests));
    if (round % 4 === 0) {
      times.program.push(await timed(() => runProgram(argv)));
    }
  }
  return times;
}

/** Prints one line; whether the limits hold. @param {string} name @param {Times} times */
function judge(name, times) {
  const [ours, raw, program] = [median(times.ours), median(times.raw), median(times.program)];
  // Where the server alone takes a tenth of the program's time, nobody can be ten times as fast.
  const isServers = raw * FASTER_THAN_PROGRAM > program;
  const isGood = (isServers || ours * FASTER_THAN_PROGRAM <= program) && ours <= raw * SLOWER_THAN_RAW;
  const wanted = isServers ? "the server's own time" : `at least ${FASTER_THAN_PROGRAM}`;
  console.log(
    `${name.padEnd(16)} here ${ours.toFixed(2).padStart(7)} ms   program ${program.toFixed(1).padStart(7)} ms = ${(program / ours).toFixed(1)}× (${wanted})   raw ${raw.toFixed(2).padStart(6)} ms = ${(ours / raw).toFixed(2)}× (at most ${SLOWER_THAN_RAW})${isGood ? "" : "   TOO SLOW"}`,
  );
  return isGood;
}

/** @param {number} rounds */
async function bench(rounds) {
  const [command, send] = [await ourKubectl(), await rawRequests()];
  const failures = [];
  try {
    await runOurs(command, ["create", "namespace", namespace]);
    await runOurs(command, ["wait", "sa/default", "-n", namespace, "--for=create", "--timeout=30s"]);
    await runOurs(command, ["create", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: manifests }));
    for (const operation of OPERATIONS) {
      const times = await measure(operation, { command, send, rounds });
      if (!judge(operation.name, times)) {
        failures.push(operation.name);
      }
    }
  } finally {
    await runOurs(command, ["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]);
  }
  return failures;
}

if (kubeconfig === undefined) {
  console.log("skipped kubectl: there is no TEST_KUBECONFIG and no KUBECONFIG");
} else {
  const failures = await bench(Number(process.argv[2] ?? 60));
  process.exitCode = failures.length > 0 ? 1 : 0;
}
