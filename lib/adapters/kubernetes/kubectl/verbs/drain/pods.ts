import "server-only";
import type { DryRun } from "../../changes";
import type { Invocation } from "../../invocation";
import { controllerOf } from "../../nodes";
import { type KubeObject, kubeList, listAt, member, textAt } from "../../objects";

export type DrainRules = {
  readonly isForced: boolean;
  readonly ignoresDaemonSets: boolean;
  readonly deletesEmptyDirs: boolean;
  readonly podSelector: string;
  /** Pods that have been ending for longer are left alone; 0 means none. */
  readonly skipSeconds: number;
};

/** How a node is drained. */
export type Draining = {
  readonly rules: DrainRules;
  readonly dryRun: DryRun;
  /** Negative: what each pod says itself. */
  readonly graceSeconds: number;
  /** As it was written; null for no limit. */
  readonly timeout: { readonly text: string; readonly seconds: number } | null;
  readonly isByDeletion: boolean;
};

type Verdict = { readonly isDrained: boolean; readonly warning?: string; readonly error?: string };
type Judged = { readonly pod: KubeObject; readonly verdict: Verdict };
export type DrainablePods = {
  readonly pods: readonly KubeObject[];
  readonly judged: readonly Judged[];
  readonly errors: readonly string[];
};

const fine: Verdict = { isDrained: true };
const skipped: Verdict = { isDrained: false };

/** The pods of a node that a drain ends, by kubectl's rules, and what stands against it. */
export async function podsToDrain(call: Invocation, node: string, rules: DrainRules): Promise<DrainablePods> {
  const query = new URLSearchParams({ fieldSelector: `spec.nodeName=${node}` });
  if (rules.podSelector !== "") {
    query.set("labelSelector", rules.podSelector);
  }
  call.check({ namespace: null, risk: "read", description: "get pods" });
  const { items } = kubeList.parse((await call.ask({ path: `/api/v1/pods?${query}` })).body);
  const judged: Judged[] = [];
  for (const pod of items) {
    judged.push({ pod, verdict: await judge(call, pod, rules) });
  }
  return {
    pods: judged.filter(({ verdict }) => verdict.isDrained).map(({ pod }) => pod),
    judged,
    errors: grouped(judged, "error").map(([message, names]) =>
      message.toLowerCase().startsWith("cannot delete") ? `${message}: ${names}` : `cannot delete ${message}: ${names}`,
    ),
  };
}

/** kubectl's warning about pods that it leaves or that it ends all the same; "" when there is none. */
export function warningsOf({ judged }: DrainablePods): string {
  return grouped(judged, "warning")
    .map(([message, names]) => `${message}: ${names}`)
    .join("; ");
}

function grouped(judged: readonly Judged[], key: "warning" | "error"): readonly (readonly [string, string])[] {
  const groups = new Map<string, string[]>();
  for (const { pod, verdict } of judged) {
    const message = verdict[key];
    if (message !== undefined) {
      groups.set(message, [...(groups.get(message) ?? []), `${pod.metadata.namespace ?? ""}/${pod.metadata.name}`]);
    }
  }
  return [...groups].map(([message, names]) => [message, names.join(", ")]);
}

async function judge(call: Invocation, pod: KubeObject, rules: DrainRules): Promise<Verdict> {
  if (isLongEnding(call, pod, rules.skipSeconds)) {
    return skipped;
  }
  const isFinished = ["Succeeded", "Failed"].includes(textAt(pod, "status", "phase"));
  const owner = controllerOf(pod);
  const ofDaemonSet =
    owner?.kind === "DaemonSet" && !isFinished ? await judgeDaemon(call, pod, { rules, owner: owner.name }) : fine;
  if (!ofDaemonSet.isDrained) {
    return ofDaemonSet;
  }
  if (pod.metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined) {
    return skipped;
  }
  const hasLocalData = listAt(pod, "spec", "volumes").some((volume) => member(volume, "emptyDir") !== undefined);
  if (hasLocalData && !isFinished && !rules.deletesEmptyDirs) {
    return { isDrained: false, error: "Pods with local storage (use --delete-emptydir-data to override)" };
  }
  if (isFinished || owner) {
    return fine;
  }
  return rules.isForced
    ? { isDrained: true, warning: "deleting Pods that declare no controller" }
    : { isDrained: false, error: "cannot delete Pods that declare no controller (use --force to override)" };
}

async function judgeDaemon(
  call: Invocation,
  pod: KubeObject,
  { rules, owner }: { readonly rules: DrainRules; readonly owner: string },
): Promise<Verdict> {
  const namespace = pod.metadata.namespace ?? "";
  const reply = await call.connection.request({
    path: `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/daemonsets/${encodeURIComponent(owner)}`,
    signal: call.io.signal,
  });
  if (reply.status !== 200) {
    const why = textAt(reply.body, "message");
    return reply.status === 404 && rules.isForced
      ? { isDrained: true, warning: why }
      : { isDrained: false, error: why };
  }
  return rules.ignoresDaemonSets
    ? { isDrained: false, warning: "ignoring DaemonSet-managed Pods" }
    : { isDrained: false, error: "DaemonSet-managed Pods (use --ignore-daemonsets to ignore)" };
}

/** Whether a pod has been ending for longer than a drain waits for. */
export function isLongEnding(call: Invocation, pod: KubeObject, seconds: number): boolean {
  const since = textAt(pod, "metadata", "deletionTimestamp");
  return seconds > 0 && since !== "" && (call.now().getTime() - Date.parse(since)) / 1_000 > seconds;
}
