import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";
import type { ApiReply, ClusterConnection } from "./connection";
import { type KubeObject, kubeList, kubeObject, listAt, member, textAt } from "./kubectl/objects";
import { quantityValue } from "./kubectl/quantities";

/** One pod of a workload. Times are epoch seconds; memory is in bytes. */
export type WorkloadPod = {
  readonly name: string;
  readonly phase: string;
  readonly createdSeconds: number;
  readonly restarts: number;
  readonly containers: readonly {
    readonly name: string;
    readonly limitBytes: number | null;
    readonly requestBytes: number | null;
  }[];
  readonly oomKills: readonly { readonly container: string; readonly atSeconds: number }[];
};

export type Workload = { readonly kind: string; readonly name: string; readonly pods: readonly WorkloadPod[] };

type Place = { readonly namespace: string; readonly name: string };

const kinds = ["deployments", "statefulsets", "daemonsets"] as const;

/** A workload with its pods, by owner references; null when the namespace has none of that name. */
export async function readWorkload(
  connection: ClusterConnection,
  { namespace, name }: Place,
  signal: AbortSignal,
): Promise<Workload | null> {
  const place = `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}`;
  const replies = await Promise.all(
    kinds.map((kind) => connection.request({ path: `${place}/${kind}/${encodeURIComponent(name)}`, signal })),
  );
  const index = replies.findIndex((reply) => reply.status === 200);
  const kind = kinds[index];
  if (kind === undefined) {
    refuseUnless404(replies, connection.name);
    return null;
  }
  const object = kubeObject.parse(replies[index]?.body);
  const [pods, sets] = await Promise.all([
    list(connection, `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`, signal),
    kind === "deployments" ? list(connection, `${place}/replicasets`, signal) : [],
  ]);
  const owners = new Set([
    object.metadata.uid,
    ...sets.filter((set) => isOwnedBy(set, new Set([object.metadata.uid]))).map((set) => set.metadata.uid),
  ]);
  return { kind: kind.slice(0, -1), name, pods: pods.filter((pod) => isOwnedBy(pod, owners)).map(podOf) };
}

/** The workload that a pod belongs to, by owner references; null when there is no such pod or it stands alone. */
export async function workloadOfPod(
  connection: ClusterConnection,
  { namespace, pod }: { readonly namespace: string; readonly pod: string },
  signal: AbortSignal,
): Promise<{ readonly kind: string; readonly name: string } | null> {
  const reply = await connection.request({
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}`,
    signal,
  });
  const owner = reply.status === 200 ? controllerOf(kubeObject.parse(reply.body)) : undefined;
  if (!owner) {
    return null;
  }
  if (owner.kind !== "ReplicaSet") {
    return { kind: owner.kind.toLowerCase(), name: owner.name };
  }
  const path = `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/replicasets/${encodeURIComponent(owner.name)}`;
  const set = await connection.request({ path, signal });
  const deployment = set.status === 200 ? controllerOf(kubeObject.parse(set.body)) : undefined;
  return deployment
    ? { kind: deployment.kind.toLowerCase(), name: deployment.name }
    : { kind: "replicaset", name: owner.name };
}

/** Names of a namespace's workloads, for pickers. */
export async function listWorkloads(
  connection: ClusterConnection,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const place = `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}`;
  const lists = await Promise.all(kinds.map((kind) => list(connection, `${place}/${kind}`, signal)));
  return lists
    .flat()
    .map((object) => object.metadata.name)
    .sort();
}

/** What each pod's containers use right now, in bytes, from metrics.k8s.io: the fallback when Prometheus is away. */
export async function sampleMemory(
  connection: ClusterConnection,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly { readonly pod: string; readonly container: string; readonly bytes: number }[]> {
  const items = await list(
    connection,
    `/apis/metrics.k8s.io/v1beta1/namespaces/${encodeURIComponent(namespace)}/pods`,
    signal,
  );
  return items.flatMap((pod) =>
    listAt(pod, "containers").map((container) => ({
      pod: pod.metadata.name,
      container: textAt(container, "name"),
      bytes: quantityValue(textAt(container, "usage", "memory")) ?? 0,
    })),
  );
}

async function list(connection: ClusterConnection, path: string, signal: AbortSignal): Promise<readonly KubeObject[]> {
  const reply = await connection.request({ path, signal });
  if (reply.status !== 200) {
    throw refused(reply, connection.name);
  }
  return kubeList.parse(reply.body).items;
}

function refuseUnless404(replies: readonly ApiReply[], cluster: string): void {
  const refusal = replies.find((reply) => reply.status !== 404);
  if (refusal) {
    throw refused(refusal, cluster);
  }
}

function refused(reply: ApiReply, cluster: string): AppError {
  const said = textAt(reply.body, "message") || `status ${reply.status}`;
  const code = reply.status === 401 || reply.status === 403 ? "forbidden" : "upstream-unavailable";
  return new AppError(code, `Cluster ${cluster} refused: ${said}`);
}

function controllerOf(object: KubeObject) {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

function isOwnedBy(object: KubeObject, owners: ReadonlySet<string | undefined>): boolean {
  return object.metadata.ownerReferences?.some((owner) => owners.has(owner.uid)) ?? false;
}

function podOf(pod: KubeObject): WorkloadPod {
  const statuses = listAt(pod, "status", "containerStatuses");
  return {
    name: pod.metadata.name,
    phase: textAt(pod, "status", "phase"),
    createdSeconds: secondsOf(pod.metadata.creationTimestamp ?? ""),
    restarts: statuses.reduce<number>((sum, status) => sum + Number(member(status, "restartCount") ?? 0), 0),
    containers: listAt(pod, "spec", "containers").map((container) => ({
      name: textAt(container, "name"),
      limitBytes: quantityValue(textAt(container, "resources", "limits", "memory")),
      requestBytes: quantityValue(textAt(container, "resources", "requests", "memory")),
    })),
    oomKills: statuses.flatMap((status) =>
      (["state", "lastState"] as const).flatMap((when) => {
        const ended = member(status, when, "terminated");
        return textAt(ended, "reason") === "OOMKilled"
          ? [{ container: textAt(status, "name"), atSeconds: secondsOf(textAt(ended, "finishedAt")) }]
          : [];
      }),
    ),
  };
}

function secondsOf(timestamp: string): number {
  return timestamp === "" ? 0 : Date.parse(timestamp) / 1000;
}
