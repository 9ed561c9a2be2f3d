import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { type CutWay, cutWay } from "../http/testing/cut-way";
import { type ClusterConnection, connectCluster } from "./connection";
import { deployment, sleeping } from "./kubectl/differential/fixtures";
import { create } from "./kubectl/differential/manifest";
import { type Outcome, ourKubectl, testCluster } from "./kubectl/differential/programs";

const kubeconfig = process.env["TEST_KUBECONFIG"];
/** So soon after what happened each run has ended: `npm run soak`, with the machine to itself, asks for five seconds. */
const LIMIT_MS = Number(process.env["ENDS_WITHIN_MS"] ?? 20_000);
const SHORT_SILENCE_MS = 200;
const LONG_SILENCE_MS = 60_000;

const BROKEN_OFF =
  /^error: (The Kubernetes API at [\d.:]+ broke off its answer \(ECONNRESET\)\.|the channel closed before the command's exit code arrived; it may still be running in the container)\n$/;
const NO_LONGER = /^error: The Kubernetes API at [\d.:]+ no longer answers\.\n$/;

const namespace = `headroom-${randomUUID().slice(0, 8)}`;
const ways: CutWay[] = [];

/** A connection to the tests' cluster that can be cut. */
async function throughCutWay(silenceMs: number) {
  const config = parse(readFileSync(kubeconfig ?? "", "utf8"));
  const server = new URL(config.clusters[0].cluster.server);
  const way = await cutWay({ host: server.hostname, port: Number(server.port) });
  ways.push(way);
  server.port = String(way.port);
  config.clusters[0].cluster.server = server.href;
  const connection = connectCluster({ kubeconfigText: stringify(config), name: "test", silenceMs });
  return { way, connection };
}

type Begun = { readonly ended: Promise<Outcome> };

/** Starts a command; resolves when it has printed something. */
async function begin(connection: ClusterConnection, argv: readonly string[], signal?: AbortSignal): Promise<Begun> {
  const first = Promise.withResolvers<void>();
  const kubectl = ourKubectl(connection, { namespace, onOutput: first.resolve, ...(signal && { signal }) });
  const ended = kubectl({ argv });
  await Promise.race([first.promise, ended]);
  return { ended };
}

const marked = (mark: string) => ["sh", "-c", `echo ${mark}; sleep 1000`];
const following = (mark: string): readonly (readonly string[])[] => [
  ["get", "pods", "-w"],
  ["logs", "-f", "kept"],
  ["rollout", "status", "deployment/never"],
  ["exec", "kept", "--", ...marked(mark)],
];

describe.skipIf(kubeconfig === undefined)("what follows a cluster (TEST_KUBECONFIG)", () => {
  const admin = testCluster(kubeconfig);
  const kubectl = ourKubectl(admin, { namespace });

  beforeAll(async () => {
    const pod = (name: string) => {
      // The namespace's account may have no token yet.
      const spec = { ...sleeping(name).spec, automountServiceAccountToken: false };
      return { apiVersion: "v1", kind: "Pod", metadata: { name }, spec };
    };
    const never = deployment("never", 1);
    const neverReady = { ...never, spec: { ...Object(never["spec"]), minReadySeconds: 500 } };
    await create(admin, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }], "");
    await create(admin, [pod("kept"), pod("killed"), neverReady], namespace);
    await kubectl({ argv: ["wait", "pod/kept", "pod/killed", "--for=condition=Ready", "--timeout=60s"] });
  }, 90_000);
  afterAll(async () => {
    for (const way of ways) {
      way.close();
    }
    await kubectl({ argv: ["delete", "namespace", namespace, "--wait=false"] });
  });

  it.each([
    ["breaks off", LONG_SILENCE_MS, (way: CutWay) => way.breakOff("reset"), BROKEN_OFF],
    ["shuts down", LONG_SILENCE_MS, (way: CutWay) => way.breakOff("end"), BROKEN_OFF],
    ["hangs", SHORT_SILENCE_MS, (way: CutWay) => way.hang(), NO_LONGER],
  ])(
    "ends soon, and says so, when the server %s",
    async (what, silenceMs, cut, sentence) => {
      const { way, connection } = await throughCutWay(silenceMs);
      const all: Begun[] = [];
      for (const argv of following(what)) {
        all.push(await begin(connection, argv));
      }
      const cutAt = performance.now();
      cut(way);
      const outcomes = await Promise.all(all.map(({ ended }) => ended));
      expect(performance.now() - cutAt).toBeLessThan(LIMIT_MS);
      expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1, 1]);
      for (const { stderr } of outcomes) {
        expect(stderr).toMatch(sentence);
      }
    },
    60_000,
  );

  it("goes on while the server has nothing to say but answers", async () => {
    const { way, connection } = await throughCutWay(SHORT_SILENCE_MS);
    const stop = new AbortController();
    const { ended } = await begin(connection, ["logs", "-f", "kept"], stop.signal);
    const before = way.sent();
    // Several questions whether it is there.
    await expect.poll(() => way.sent()).toBeGreaterThan(before + 500);
    await expect(Promise.race([ended, Promise.resolve("goes on")])).resolves.toBe("goes on");
    stop.abort();
    expect((await ended).exitCode).toBe(130);
  }, 60_000);

  it("leaves nothing running in a container whose channel was lost", async () => {
    const { way, connection } = await throughCutWay(LONG_SILENCE_MS);
    const { ended } = await begin(connection, ["exec", "kept", "--", ...marked("dropped")]);
    const running = ["exec", "kept", "--", "sh", "-c", 'grep -lsa "echo drop[p]ed" /proc/[0-9]*/cmdline'];
    expect((await kubectl({ argv: running })).stdout).not.toBe("");
    way.drop();
    expect((await ended).stderr).toMatch(/exit code arrived; it was ended in the container\n$/);
    expect((await kubectl({ argv: running })).stdout).toBe("");
  }, 60_000);

  it("ends with its pod", async () => {
    const { ended } = await begin(admin, ["exec", "killed", "--", ...marked("killed")]);
    await kubectl({ argv: ["delete", "pod", "killed"] });
    const goneAt = performance.now();
    const { exitCode, stderr } = await ended;
    expect(performance.now() - goneAt).toBeLessThan(LIMIT_MS);
    expect([exitCode, stderr]).toEqual([137, "command terminated with exit code 137\n"]);
  }, 60_000);
});
