import { describe, expect, it } from "vitest";
import { targetOfLabels, workloadOfPodName } from "./alert-target";
import { incidentKey, severityFrom } from "./incident";

describe("workloadOfPodName", () => {
  it.each([
    ["sie-worker-nlp-6fff9c7d4b-x2x8z", "sie-worker-nlp", "deployment"],
    ["redis-0", "redis", "statefulset"],
    ["fluentd-x2x8z", "fluentd", "daemonset"],
    ["my-lonely-pod", "my-lonely-pod", ""],
  ])("reads %s as %s", (pod, workload, workloadKind) => {
    expect(workloadOfPodName(pod)).toEqual({ workload, workloadKind });
  });
});

describe("targetOfLabels", () => {
  it("prefers a label that names the workload", () => {
    const target = targetOfLabels({ namespace: "sie", deployment: "api", pod: "x-0", cluster: "eu" }, "default");
    expect(target).toEqual({ cluster: "eu", namespace: "sie", workload: "api", workloadKind: "deployment" });
  });

  it("puts four pods of one deployment in one place", () => {
    const pods = ["bcdfg", "hjklm", "npqrs", "tvwxz"].map((end) => `nlp-6fff9c7d4b-${end}`);
    expect(new Set(pods.map((pod) => incidentKey(targetOfLabels({ namespace: "sie", pod }, "c"), "r"))).size).toBe(1);
  });

  it("keeps keys apart whose parts contain the separator", () => {
    const place = { cluster: "a/b", namespace: "c", workload: "d", workloadKind: "" };
    expect(incidentKey(place, null)).not.toBe(incidentKey({ ...place, cluster: "a", namespace: "b/c" }, null));
  });
});

describe("severityFrom", () => {
  it.each([
    ["P0 (Critical)", "P0"],
    ["sev-3", "P3"],
    ["Severity 1", "P1"],
    ["critical", "P1"],
    ["High", "P2"],
    ["warning", "P3"],
    ["info", "P4"],
    [undefined, "P2"],
  ])("reads %s as %s", (text, severity) => {
    expect(severityFrom(text)).toBe(severity);
  });
});
