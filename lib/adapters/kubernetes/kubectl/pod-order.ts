import "server-only";
import { goSort } from "./go/sort";
import { type KubeObject, listAt, member, textAt } from "./objects";

type Key = (pod: KubeObject) => number;

const isUnassigned: Key = (pod) => (textAt(pod, "spec", "nodeName") === "" ? 1 : 0);
const isUnready: Key = (pod) => (readyCondition(pod) ? 0 : 1);
const readySince: Key = (pod) => (readyCondition(pod) ? timeAt(readyCondition(pod), "lastTransitionTime") : 0);
const restarts: Key = (pod) =>
  Math.max(
    0,
    ...listAt(pod, "status", "containerStatuses").map((status) => Number(member(status, "restartCount") ?? 0)),
  );
const createdAt: Key = (pod) => timeAt(pod, "metadata", "creationTimestamp");

/** Go's maps give what has no rank the first one: an ended pod counts as a running one for its logs. */
const phaseForLogs: Key = (pod) => ["Unknown", "Pending"].indexOf(textAt(pod, "status", "phase")) + 1;
const phaseForWork: Key = (pod) => -Math.max(0, ["Unknown", "Running"].indexOf(textAt(pod, "status", "phase")) + 1);

/** In which order a workload's pods are looked at for their logs: the likeliest to tell something first. */
export function sortedForLogs(pods: readonly KubeObject[]): readonly KubeObject[] {
  return sortedBy(pods, [isUnassigned, phaseForLogs, isUnready, readySince, (pod) => -restarts(pod), createdAt]);
}

/** In which order a workload's pods are chosen to run something in: the one that works longest first. */
export function sortedForWork(pods: readonly KubeObject[]): readonly KubeObject[] {
  return sortedBy(pods, [isUnassigned, phaseForWork, isUnready, readySince, restarts, createdAt]);
}

function sortedBy(pods: readonly KubeObject[], keys: readonly Key[]): readonly KubeObject[] {
  const compare = (a: KubeObject, b: KubeObject) => {
    const key = keys.find((one) => one(a) !== one(b));
    return key ? key(a) - key(b) : 0;
  };
  return goSort(pods, (a, b) => compare(a, b) < 0);
}

function readyCondition(pod: KubeObject): unknown {
  return listAt(pod, "status", "conditions").find(
    (condition) => textAt(condition, "type") === "Ready" && textAt(condition, "status") === "True",
  );
}

/** What has no time comes last. */
function timeAt(value: unknown, ...keys: readonly string[]): number {
  const text = textAt(value, ...keys);
  return text === "" ? Number.MAX_SAFE_INTEGER : Date.parse(text);
}
