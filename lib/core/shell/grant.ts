import type { Actor } from "@/lib/core/kernel/actor";
import type { RunId } from "@/lib/core/kernel/ids";

/**
 * What one run may do. Made by the server when the run starts, carried by every native command, and checked by each
 * connector at the moment of acting. The static risk is for people; this is the barrier.
 */
export type Grant = {
  readonly runId: RunId;
  readonly actor: Actor;
  /** The most harmful thing allowed. */
  readonly ceiling: "read" | "change" | "destructive";
  readonly clusters: readonly ClusterGrant[];
  /** Exact argument vectors for channels nobody can look into (kubectl exec); null = none, "any" = the caller's own machine and credentials (CLI). */
  readonly execs: readonly (readonly string[])[] | "any";
};

export type ClusterGrant = {
  readonly cluster: string;
  readonly namespaces: readonly string[] | "any";
};

/** One thing a connector is about to do to a Kubernetes cluster. `namespace` is null for cluster-wide objects or lists. */
export type KubernetesAct = {
  readonly cluster: string;
  readonly namespace: string | null;
  readonly risk: "read" | "change" | "destructive";
  /** "patch deployments/sie-worker-nlp": said in the refusal. */
  readonly description: string;
};

const harm = { read: 0, change: 1, destructive: 2 } as const;

/** Null when allowed, else the sentence to print: what was refused and why. */
export function refusal(grant: Grant, act: KubernetesAct): string | null {
  if (harm[act.risk] > harm[grant.ceiling]) {
    return `refused: ${act.description} is a ${act.risk} operation and this run may only ${grant.ceiling}`;
  }
  const cluster = grant.clusters.find((candidate) => candidate.cluster === act.cluster);
  if (!cluster) {
    return `refused: ${act.description}: this run may not use cluster ${act.cluster}`;
  }
  if (cluster.namespaces === "any") {
    return null;
  }
  if (act.namespace !== null && cluster.namespaces.includes(act.namespace)) {
    return null;
  }
  // Cluster-wide reads show nodes and namespaces, which an incident needs; cluster-wide changes are never implied.
  if (act.namespace === null && act.risk === "read") {
    return null;
  }
  return `refused: ${act.description}: this run may not act in namespace ${act.namespace ?? "(all)"}`;
}
