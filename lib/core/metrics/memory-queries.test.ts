import { describe, expect, it } from "vitest";
import { memoryPanelQueries, podMatchers } from "./memory-queries";

/** What Prometheus does with the matcher: whole values only. */
function podsMatched(matchers: string, pods: readonly string[]): readonly string[] {
  const pattern = /pod=~("(?:[^"\\]|\\.)*")/.exec(matchers)?.[1] ?? '""';
  const regex = new RegExp(`^(?:${JSON.parse(pattern)})$`);
  return pods.filter((pod) => regex.test(pod));
}

describe("podMatchers", () => {
  it.each([
    ["deployment", ["api-7d9f8b6c5-x2x9z", "api"], ["api-0", "api-worker-7d9f8b6c5-x2x9z", "my-api-7d9f8b6c5-x2x9z"]],
    ["statefulset", ["api-0", "api-12"], ["api-7d9f8b6c5-x2x9z", "api-0-x"]],
    ["daemonset", ["api-x2x9z"], ["api-0", "api-7d9f8b6c5-x2x9z"]],
    ["pod", ["api"], ["api-0"]],
  ])("finds exactly the pods of a %s", (workloadKind, own, others) => {
    const matchers = podMatchers({ namespace: "sie", workload: "api", workloadKind });
    expect(podsMatched(matchers, [...own, ...others])).toEqual(own);
  });

  it("finds the pods of a long name, which Kubernetes cuts", () => {
    const workload = `${"very-long-".repeat(5)}name`;
    const pod = `${`${workload}-7d9f8b6c5-`.slice(0, 58)}x2x9z`;
    const matchers = podMatchers({ namespace: "sie", workload, workloadKind: "Deployment" });
    expect(podsMatched(matchers, [pod, "other"])).toEqual([pod]);
  });

  it("names known pods exactly, and dots are dots", () => {
    const pods = ["api.v1-x", "api-2"];
    const matchers = podMatchers({ namespace: "sie", workload: "api", workloadKind: "deployment", pods });
    expect(podsMatched(matchers, [...pods, "api-v1-x", "api-3"])).toEqual(pods);
  });

  it("leaves out the sandbox and the sums over cgroups, unless one container is meant", () => {
    const pods = { namespace: "sie", workload: "api", workloadKind: "deployment" };
    expect(podMatchers(pods)).toContain('container!="",container!="POD"');
    expect(podMatchers({ ...pods, container: "worker" })).toMatch(/,container="worker"$/);
  });
});

it("keeps spikes at the chart's step, in a window that holds at least one sample", () => {
  const pods = { namespace: "sie", workload: "api", workloadKind: "statefulset" };
  const matchers = 'namespace="sie",pod=~"api-[0-9]+",container!="",container!="POD"';
  expect(memoryPanelQueries(pods, 60)).toEqual({
    workingSet: `max by (pod, container) (max_over_time(container_memory_working_set_bytes{${matchers}}[60s]))`,
    rss: `max by (pod, container) (max_over_time(container_memory_rss{${matchers}}[60s]))`,
    limit:
      `max by (pod, container) (kube_pod_container_resource_limits{${matchers},resource="memory"})` +
      ` or max by (pod, container) (container_spec_memory_limit_bytes{${matchers}} > 0)`,
    request: `max by (pod, container) (kube_pod_container_resource_requests{${matchers},resource="memory"})`,
  });
  expect(memoryPanelQueries(pods, 5).workingSet).toContain("[15s]");
});
