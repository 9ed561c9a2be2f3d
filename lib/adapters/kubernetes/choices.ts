import "server-only";
import type { ClusterConnection } from "./connection";
import { type KubeObject, kubeList, listAt, member, textAt } from "./kubectl/objects";

/** A pod as a picker shows it. Times are epoch seconds. */
export type PodChoice = {
  readonly name: string;
  readonly phase: string;
  readonly restarts: number;
  readonly createdSeconds: number;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
};

/** The pods of a namespace; empty when the cluster does not let Headroom look. */
export async function listPodChoices(
  connection: ClusterConnection,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly PodChoice[]> {
  const pods = await listOrNone(connection, `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`, signal);
  return pods.map((pod) => ({
    name: pod.metadata.name,
    phase: textAt(pod, "status", "phase"),
    restarts: listAt(pod, "status", "containerStatuses").reduce<number>(
      (sum, status) => sum + Number(member(status, "restartCount") ?? 0),
      0,
    ),
    createdSeconds: Date.parse(pod.metadata.creationTimestamp ?? "") / 1000 || 0,
    containers: listAt(pod, "spec", "containers").map((container) => ({
      name: textAt(container, "name"),
      image: textAt(container, "image"),
    })),
  }));
}

/** The nodes with what their Ready condition says; empty when the cluster does not let Headroom look. */
export async function listNodeChoices(
  connection: ClusterConnection,
  signal: AbortSignal,
): Promise<readonly { readonly name: string; readonly isReady: boolean }[]> {
  const nodes = await listOrNone(connection, "/api/v1/nodes", signal);
  return nodes.map((node) => ({
    name: node.metadata.name,
    isReady: listAt(node, "status", "conditions").some(
      (condition) => textAt(condition, "type") === "Ready" && textAt(condition, "status") === "True",
    ),
  }));
}

/** The names of the namespaces; empty when the cluster does not let Headroom look. */
export async function listNamespaceChoices(
  connection: ClusterConnection,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return (await listOrNone(connection, "/api/v1/namespaces", signal)).map(({ metadata }) => metadata.name);
}

async function listOrNone(
  connection: ClusterConnection,
  path: string,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const reply = await connection.request({ path, signal });
  return reply.status === 200 ? kubeList.parse(reply.body).items : [];
}
