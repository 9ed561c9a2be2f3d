import "server-only";
import { CommandFailure } from "./failure";
import type { Invocation } from "./invocation";
import { type KubeObject, listAt, textAt } from "./objects";
import { sortedForWork } from "./pod-order";
import { awaitPods, type Named, namedObject, podSelector } from "./workload-pods";

const RUNNING_TIMEOUT_SECONDS = 60;

/** The pod that `x`, `pod/x`, `deploy/x`, `svc/x` … stand for: the named one, or the best of the workload's pods. */
export async function podFor(
  call: Invocation,
  word: string,
  timeoutSeconds = RUNNING_TIMEOUT_SECONDS,
): Promise<KubeObject> {
  return podOf(call, await namedObject(call, word), timeoutSeconds);
}

/** The pod that an object stands for: itself, or the best of the workload's pods, as soon as there is one. */
export async function podOf(call: Invocation, named: Named, timeoutSeconds: number): Promise<KubeObject> {
  if (named.type.plural === "pods") {
    return named.object;
  }
  const [first] = sortedForWork(await awaitPods(call, podSelector(named, "cannot attach to"), timeoutSeconds));
  if (!first) {
    throw new CommandFailure("error: timed out waiting for the condition");
  }
  return first;
}

export type ContainerKind = "containers" | "initContainers" | "ephemeralContainers";

/** Names of a pod's containers of one kind. */
export function containerNames(pod: KubeObject, kind: ContainerKind = "containers"): readonly string[] {
  return listAt(pod, "spec", kind).map((container) => textAt(container, "name"));
}

/** Whether a pod has a container of that name, of whatever kind. */
export function hasContainer(pod: KubeObject, name: string): boolean {
  return (["initContainers", "containers", "ephemeralContainers"] as const).some((kind) =>
    containerNames(pod, kind).includes(name),
  );
}

/** Throws kubectl's error for a container that the pod does not have. */
export function requireContainer(pod: KubeObject, name: string): void {
  if (!hasContainer(pod, name)) {
    throw new CommandFailure(
      `error: container ${name} is not valid for pod ${pod.metadata.name} out of: ${allContainerNames(pod)}`,
    );
  }
}

/** All containers of a pod as kubectl lists them: `app, sidecar, prepare (init)`. */
function allContainerNames(pod: KubeObject): string {
  return [
    ...containerNames(pod),
    ...containerNames(pod, "initContainers").map((name) => `${name} (init)`),
    ...containerNames(pod, "ephemeralContainers").map((name) => `${name} (ephem)`),
  ].join(", ");
}

/** The container that a pod says is its default one; "" when it names none. */
export function annotatedContainer(pod: KubeObject): string {
  return pod.metadata.annotations?.["kubectl.kubernetes.io/default-container"] ?? "";
}

/** The first container, with what kubectl says when it chose among several; "" when there is no choice. */
export function firstContainer(pod: KubeObject): { readonly name: string; readonly notice: string } {
  const [name = "", ...more] = containerNames(pod);
  const others = [...more, ...containerNames(pod, "initContainers"), ...containerNames(pod, "ephemeralContainers")];
  return {
    name,
    notice:
      others.length === 0 ? "" : `Defaulted container ${JSON.stringify(name)} out of: ${allContainerNames(pod)}\n`,
  };
}

/** The container to run something in: the named one as it was named, else the annotated, else the first. */
export function chooseContainer(
  pod: KubeObject,
  wanted: string | undefined,
): { readonly name: string; readonly notice: string } {
  if (wanted !== undefined && wanted !== "") {
    requireContainer(pod, wanted);
    return { name: wanted, notice: "" };
  }
  const annotated = annotatedContainer(pod);
  return annotated !== "" && hasContainer(pod, annotated) ? { name: annotated, notice: "" } : firstContainer(pod);
}
