import { describe, expect, it } from "vitest";
import type { Grant } from "@/lib/core/shell/grant";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { ourKubectl, testCluster } from "./differential/programs";
import { wordsOf } from "./differential/words";

const kubeconfig = process.env["TEST_KUBECONFIG"];

const narrow: Grant = {
  ...bareGrant,
  clusters: [{ cluster: "test", namespaces: ["sie"] }],
};

describe.skipIf(kubeconfig === undefined)("kubectl under a grant, in a cluster (TEST_KUBECONFIG)", () => {
  const connection = testCluster(kubeconfig);

  it("is refused what the grant does not cover, with 126", async () => {
    const limited = ourKubectl(connection, { grant: narrow, namespace: "sie" });
    const attempt = (line: string) => limited({ argv: wordsOf(line, {}) });
    expect(await attempt("scale deploy/sie-api --replicas=0")).toMatchObject({
      exitCode: 126,
      stderr: expect.stringContaining("may only read"),
    });
    expect(await attempt("get pods -n default")).toMatchObject({ exitCode: 126 });
    expect(await attempt("get pods -A")).toMatchObject({ exitCode: 0 });
    expect(await attempt("exec deploy/sie-api -- id")).toMatchObject({ exitCode: 126 });
  });

  it("judges a program by its words, whatever the run was taken for", async () => {
    const execs = [["touch", "/tmp/x"], ["rm", "/tmp/x"], ["true"]];
    const attempt = (ceiling: Grant["ceiling"], line: string) =>
      ourKubectl(connection, { grant: { ...narrow, ceiling, execs }, namespace: "sie" })({
        argv: wordsOf(`exec deploy/sie-api -- ${line}`, {}),
      });
    expect(await attempt("read", "touch /tmp/x")).toMatchObject({
      exitCode: 126,
      stderr: expect.stringContaining("is a change operation and this run may only read"),
    });
    expect(await attempt("change", "rm /tmp/x")).toMatchObject({
      exitCode: 126,
      stderr: expect.stringContaining("is a destructive operation and this run may only change"),
    });
    expect(await attempt("read", "true")).toMatchObject({ exitCode: 0 });
  });

  it("ends the remote program when it is cancelled", async () => {
    const controller = new AbortController();
    const mark = String(300 + Math.floor(Math.random() * 1_000_000));
    const inPod = ["exec", "-n", "sie", "deploy/sie-api", "--"];
    const running = ourKubectl(connection, { signal: controller.signal })({ argv: [...inPod, "sleep", mark] });
    const script = `cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -c "slee[p] ${mark}"; true`;
    const count = async () => (await ourKubectl(connection)({ argv: [...inPod, "sh", "-c", script] })).stdout.trim();
    await expect.poll(count).toBe("1");
    controller.abort();
    expect((await running).exitCode).toBe(130);
    await expect.poll(count).toBe("0");
  });
});
