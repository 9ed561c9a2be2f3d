import type { Actor } from "@/lib/core/kernel/actor";
import type { RunId } from "@/lib/core/kernel/ids";

/** Exact argument vectors that the operator knows to only read where nobody can look: in a container, on a host. */
export type ReadList = readonly (readonly string[])[];

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
  /** Of those, what the operator knows to only read. */
  readonly readList: ReadList;
  /** Systems other than Kubernetes, by their name in the configuration; "any" = the caller's own (CLI). */
  readonly endpoints: readonly Endpoint[] | "any";
};

/** One outside system of the configuration that a run may use: the Docker host "prod-1", the database "orders". */
export type Endpoint = {
  readonly system: "docker" | "ssh" | "postgres" | "redis" | "toolbox";
  readonly name: string;
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

/** One thing a connector is about to do to such a system. */
export type EndpointAct = Endpoint & Pick<KubernetesAct, "risk" | "description">;

const harm = { read: 0, change: 1, destructive: 2 } as const;

/** Null when allowed, else the sentence to print: what was refused and why. */
export function refusal(grant: Grant, act: KubernetesAct): string | null {
  const tooHarmful = ceilingRefusal(grant, act);
  if (tooHarmful !== null) {
    return tooHarmful;
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

/** The same for a system other than Kubernetes. */
export function endpointRefusal(grant: Grant, act: EndpointAct): string | null {
  const { endpoints } = grant;
  const isGranted =
    endpoints === "any" || endpoints.some(({ system, name }) => system === act.system && name === act.name);
  return isGranted
    ? ceilingRefusal(grant, act)
    : `refused: ${act.description}: this run may not use ${act.system} ${act.name}`;
}

function ceilingRefusal(grant: Grant, { risk, description }: Pick<KubernetesAct, "risk" | "description">) {
  return harm[risk] > harm[grant.ceiling]
    ? `refused: ${description} is a ${risk} operation and this run may only ${grant.ceiling}`
    : null;
}
