import { describe, expect, it } from "vitest";
import { grant, ourKubectl, realKubectl, testCluster } from "./differential/programs";
import { wordsOf } from "./differential/words";

const kubeconfig = process.env["TEST_KUBECONFIG"];

describe.skipIf(kubeconfig === undefined)("oc (TEST_KUBECONFIG)", () => {
  const connection = testCluster(kubeconfig);
  const real = realKubectl({ ...process.env, KUBECONFIG: kubeconfig, TZ: "UTC" });

  const asOc = ourKubectl(connection, { name: "oc", grant: { ...grant, ceiling: "read", execs: [], endpoints: [] } });
  const oc = (line: string) => asOc({ argv: wordsOf(line, {}) });

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
