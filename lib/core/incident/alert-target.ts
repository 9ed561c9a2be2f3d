import type { Target } from "./incident";

type Labels = Readonly<Record<string, string>>;

/** Labels that name a workload, the surest first, with the kind they imply. */
const workloadLabels: readonly (readonly [label: string, kind: string])[] = [
  ["deployment", "deployment"],
  ["statefulset", "statefulset"],
  ["daemonset", "daemonset"],
  ["workload", ""],
];

/** What the labels alone say of a workload: by its own label, else by the shape of the pod's name, else by service or job. */
function workloadOfLabels(labels: Labels): { readonly workload: string; readonly workloadKind: string } {
  for (const [label, workloadKind] of workloadLabels) {
    const workload = labels[label];
    if (workload) {
      return { workload, workloadKind };
    }
  }
  const pod = labels["pod"] ?? labels["pod_name"];
  return pod
    ? workloadOfPodName(pod)
    : { workload: labels["service"] ?? labels["container"] ?? labels["job"] ?? "unknown", workloadKind: "" };
}

/**
 * `sie-worker-nlp-6fff9c7d4b-x2x8z` is of deployment sie-worker-nlp, `redis-0` of statefulset redis. The alphabet is
 * Kubernetes' own for generated names (no vowels, no 0, 1, 3). The cluster's owner references, when it can be asked, overrule this.
 */
export function workloadOfPodName(pod: string): { readonly workload: string; readonly workloadKind: string } {
  const deployment = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/.exec(pod)?.[1];
  if (deployment) {
    return { workload: deployment, workloadKind: "deployment" };
  }
  const statefulSet = /^(.+)-\d+$/.exec(pod)?.[1];
  if (statefulSet) {
    return { workload: statefulSet, workloadKind: "statefulset" };
  }
  const daemonSet = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/.exec(pod)?.[1];
  return daemonSet ? { workload: daemonSet, workloadKind: "daemonset" } : { workload: pod, workloadKind: "" };
}

/** Where an alert happens. `defaultCluster` is used when no label names one. */
export function targetOfLabels(labels: Labels, defaultCluster: string): Target {
  return {
    cluster: labels["cluster"] ?? defaultCluster,
    namespace: labels["namespace"] ?? labels["kubernetes_namespace"] ?? "default",
    ...workloadOfLabels(labels),
  };
}
