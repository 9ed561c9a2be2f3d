import "server-only";
import { CommandFailure, expectSuccess } from "./failure";
import type { Invocation } from "./invocation";
import { type KubeObject, kubeList, kubeObject, listAt, member, textAt } from "./objects";
import { resolveType, resourcePath } from "./resources";

/** The pod that `pod`, `pod/x`, `deploy/x`, `sts/x` … stand for: the named one, or the best of the workload's pods. */
export async function podFor(call: Invocation, word: string): Promise<KubeObject> {
  const [typeWord = "", name] = word.includes("/") ? word.split("/") : ["pod", word];
  const type = await resolveType(call, typeWord);
  call.check({ namespace: call.namespace, risk: "read", description: `get ${type.plural}/${name}` });
  const object = kubeObject.parse((await call.ask({ path: resourcePath(type, call.namespace, name) })).body);
  if (type.plural === "pods") {
    return object;
  }
  const labels = member(object, "spec", "selector", "matchLabels") ?? member(object, "spec", "selector");
  const selector = Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(",");
  if (selector === "") {
    throw new CommandFailure(`error: cannot attach to ${word}: it selects no pods`);
  }
  const pods = await podsBySelector(call, selector);
  const [first] = [...pods].sort(byReadiness);
  if (!first) {
    throw new CommandFailure(`error: timed out waiting for the condition`);
  }
  return first;
}

/** The pods of the call's namespace that a label selector matches. */
export async function podsBySelector(call: Invocation, selector: string): Promise<readonly KubeObject[]> {
  const path = `/api/v1/namespaces/${encodeURIComponent(call.namespace)}/pods?${new URLSearchParams({ labelSelector: selector })}`;
  const reply = expectSuccess(await call.connection.request({ path, signal: call.io.signal }));
  return kubeList.parse(reply.body).items;
}

/** kubectl's order for choosing one pod: assigned, running, ready, longest ready, fewest restarts, oldest. */
function byReadiness(a: KubeObject, b: KubeObject): number {
  const rank = (pod: KubeObject) =>
    (textAt(pod, "spec", "nodeName") === "" ? 4 : 0) +
    (textAt(pod, "status", "phase") === "Running" ? 0 : 2) +
    (isReady(pod) ? 0 : 1);
  return (
    rank(a) - rank(b) ||
    restarts(a) - restarts(b) ||
    textAt(b, "metadata", "creationTimestamp").localeCompare(textAt(a, "metadata", "creationTimestamp"))
  );
}

function isReady(pod: KubeObject): boolean {
  return listAt(pod, "status", "conditions").some(
    (condition) => textAt(condition, "type") === "Ready" && textAt(condition, "status") === "True",
  );
}

function restarts(pod: KubeObject): number {
  return listAt(pod, "status", "containerStatuses").reduce<number>(
    (sum, status) => sum + Number(member(status, "restartCount") ?? 0),
    0,
  );
}

/** Names of a pod's own containers. */
export function containerNames(pod: KubeObject): readonly string[] {
  return listAt(pod, "spec", "containers").map((container) => textAt(container, "name"));
}

/** The container that `-c` names, or the default one: the annotated, else the first (then kubectl says so). */
export function chooseContainer(
  pod: KubeObject,
  wanted: string | undefined,
): { readonly name: string; readonly isDefaulted: boolean } {
  const names = [
    ...containerNames(pod),
    ...listAt(pod, "spec", "initContainers").map((container) => textAt(container, "name")),
  ];
  if (wanted !== undefined) {
    if (!names.includes(wanted)) {
      throw new CommandFailure(
        `error: container ${wanted} is not valid for pod ${pod.metadata.name} out of: ${names.join(", ")}`,
      );
    }
    return { name: wanted, isDefaulted: false };
  }
  const annotated = pod.metadata.annotations?.["kubectl.kubernetes.io/default-container"];
  const name = annotated ?? names[0] ?? "";
  return { name, isDefaulted: annotated === undefined && containerNames(pod).length > 1 };
}

/** What kubectl says on stderr when it chose among several containers. */
export function defaultedNotice(pod: KubeObject, container: string): string {
  const all = [
    ...containerNames(pod),
    ...listAt(pod, "spec", "initContainers").map((init) => `${textAt(init, "name")} (init)`),
  ];
  return `Defaulted container "${container}" out of: ${all.join(", ")}\n`;
}
