import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { create } from "../../differential/manifest";
import { ourKubectl, testCluster } from "../../differential/programs";
import { wordsOf } from "../../differential/words";

const kubeconfig = process.env["TEST_KUBECONFIG"];
const namespace = `headroom-${randomUUID().slice(0, 8)}`;
const run = (flags: string, script: string) =>
  wordsOf(`run one -n ${namespace} ${flags} --image=localhost/sie-api:0.9.3 --command -- sh -c '${script}'`, {});

describe.skipIf(kubeconfig === undefined)("kubectl run of one command, in a cluster (TEST_KUBECONFIG)", () => {
  const connection = testCluster(kubeconfig);
  const kubectl = ourKubectl(connection);
  const podsLeft = async () =>
    (await kubectl({ argv: wordsOf(`get pods -n ${namespace} -o jsonpath={.items[*].metadata.name}`, {}) })).stdout;

  beforeAll(async () => {
    await create(connection, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }], "");
    const ready = await kubectl({ argv: ["wait", "--for=create", "sa/default", "-n", namespace, "--timeout=60s"] });
    expect(ready.exitCode).toBe(0);
  }, 70_000);

  afterAll(async () => {
    await kubectl({ argv: ["delete", "namespace", namespace, "--wait=false"] });
  });

  it("loses no word that was said before one could attach, and takes -t without a terminal", async () => {
    const outcome = await kubectl({
      argv: run("-it --rm -q --restart=Never", "echo early; cat; echo late >&2; exit 7"),
      stdin: "typed\n",
    });
    expect(outcome).toEqual({
      stdout: "early\ntyped\nlate\n",
      stderr: `pod ${namespace}/one terminated (Error)\n`,
      exitCode: 7,
    });
    await expect.poll(podsLeft, { timeout: 60_000 }).toBe("");
  }, 120_000);

  it("takes its pod away when it is cancelled", async () => {
    const cancel = new AbortController();
    const running = ourKubectl(connection, { signal: cancel.signal })({
      argv: run("-i --rm --grace-period=0 --leave-stdin-open --restart=Never", "while true; do echo on; sleep 1; done"),
    });
    const said = async () => (await kubectl({ argv: ["logs", "one", "-n", namespace] })).stdout;
    await expect.poll(said, { timeout: 60_000 }).toContain("on\n");
    cancel.abort();
    expect(await running).toMatchObject({
      exitCode: 130,
      stdout: expect.stringContaining(`pod "one" force deleted from ${namespace} namespace\n`),
    });
    await expect.poll(podsLeft, { timeout: 60_000 }).toBe("");
  }, 120_000);
});
