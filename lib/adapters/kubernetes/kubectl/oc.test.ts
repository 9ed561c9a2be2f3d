import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { brandId } from "@/lib/core/kernel/ids";
import { realKubectl, testCluster } from "./differential/programs";
import { wordsOf } from "./differential/words";
import { kubectlCommand } from "./kubectl";

const kubeconfig = process.env["TEST_KUBECONFIG"];

describe.skipIf(kubeconfig === undefined)("oc (TEST_KUBECONFIG)", () => {
  const connection = testCluster(kubeconfig);
  const real = realKubectl({ ...process.env, KUBECONFIG: kubeconfig, TZ: "UTC" });

  async function oc(line: string) {
    const output = { stdout: "", stderr: "" };
    const command = kubectlCommand({
      connect: () => connection,
      namespace: undefined,
      now: () => new Date(),
      name: "oc",
    });
    const exitCode = await command.run(wordsOf(line, {}), {
      stdin: "",
      readFile: async () => null,
      writeFile: async () => undefined,
      env: {},
      grant: {
        runId: brandId(randomUUID()),
        actor: { kind: "system", name: "test" },
        ceiling: "read",
        clusters: [{ cluster: "test", namespaces: "any" }],
        execs: [],
        endpoints: [],
      },
      signal: new AbortController().signal,
      write: (stream, text) => {
        output[stream] += text;
      },
    });
    return { ...output, exitCode };
  }

  // With kubectl's verbs oc prints what kubectl prints.
  it.each([
    ["get deploy -n sie -o name", "get deploy -n sie -o name"],
    ["describe svc kubernetes -n default", "describe svc kubernetes -n default"],
    ["logs nosuch -n sie", "logs nosuch -n sie"],
    ["rollout status deploy/sie-api -n sie", "rollout status deploy/sie-api -n sie"],
    ["adm top nosuch", "top nosuch"],
    ["adm drain nosuch", "drain nosuch"],
    ["-n sie adm cordon nosuch", "cordon nosuch"],
  ])("%s is what kubectl says", async (line, same) => {
    const theirs = await real({ argv: wordsOf(same, {}) });
    expect(await oc(line)).toEqual({ ...theirs, stderr: theirs.stderr.replaceAll("'kubectl ", "'oc ") });
  });

  it.each(["project sie", "adm must-gather", "adm", "get-token"])("says what it is not: %s", async (line) => {
    const { stderr, exitCode } = await oc(line);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: (?:oc \S+(?: \S+)? is a command of OpenShift's own|unknown command)/);
  });
});
