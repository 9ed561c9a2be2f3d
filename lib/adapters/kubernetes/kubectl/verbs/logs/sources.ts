import "server-only";
import { goDurationSeconds } from "../../durations";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import type { Invocation } from "../../invocation";
import { type KubeObject, kubeList } from "../../objects";
import { sortedForLogs } from "../../pod-order";
import { annotatedContainer, containerNames, firstContainer, hasContainer, requireContainer } from "../../pods";
import { listFailure, resolveType, resourcePath } from "../../resources";
import { awaitPods, type Named, namedObject, podSelector } from "../../workload-pods";

/** One container's log. */
export type LogSource = { readonly pod: KubeObject; readonly container: string };

/** What the words name: pods of a selector, or one object. */
export type LogSubject = { readonly pods: readonly KubeObject[] } | { readonly named: Named };

const RUNNING_TIMEOUT = "20s";

/** Looks for what the words name. */
export async function logSubject(call: Invocation, flags: Flags): Promise<LogSubject> {
  if ((goDurationSeconds(flags.get("pod-running-timeout") ?? RUNNING_TIMEOUT) ?? 0) <= 0) {
    throw new CommandFailure("error: --pod-running-timeout must be higher than zero");
  }
  const [word] = flags.words;
  if (word === undefined) {
    return { pods: await selectedPods(call, flags.get("selector") ?? "") };
  }
  try {
    return { named: await namedObject(call, word) };
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.refusal?.reason !== "NotFound") {
      throw error;
    }
    throw new CommandFailure(
      `error: error from server (NotFound): ${error.refusal.message} in namespace "${call.namespace}"`,
    );
  }
}

async function selectedPods(call: Invocation, selector: string): Promise<readonly KubeObject[]> {
  const type = await resolveType(call, "pods");
  call.check({ namespace: call.namespace, risk: "read", description: `logs -l ${selector}` });
  const path = `${resourcePath(type, call.namespace)}?${new URLSearchParams({ labelSelector: selector })}`;
  const reply = await call.connection.request({ path, signal: call.io.signal });
  if (reply.status !== 200) {
    throw listFailure(reply, type, { labels: selector, fields: "" });
  }
  const { items } = kubeList.parse(reply.body);
  if (items.length === 0) {
    call.io.write("stderr", `No resources found in ${call.namespace} namespace.\n`);
  }
  return items;
}

/** The containers whose logs are meant, in kubectl's order. Says which one it took where several were possible. */
export async function logSources(call: Invocation, flags: Flags, subject: LogSubject): Promise<readonly LogSource[]> {
  const pods = "pods" in subject ? subject.pods : await podsOf(call, flags, subject.named);
  return pods.flatMap((pod) => {
    call.check({ namespace: call.namespace, risk: "read", description: `logs ${pod.metadata.name}` });
    return flags.has("all-containers") ? allContainers(pod) : [oneContainer(call, flags, pod)];
  });
}

async function podsOf(call: Invocation, flags: Flags, named: Named): Promise<readonly KubeObject[]> {
  if (named.type.plural === "pods") {
    return [named.object];
  }
  const selector = podSelector(named, "cannot get the logs from");
  const timeout = goDurationSeconds(flags.get("pod-running-timeout") ?? RUNNING_TIMEOUT) ?? 0;
  const pods = sortedForLogs(await awaitPods(call, selector, timeout));
  if (flags.has("all-pods")) {
    return pods;
  }
  const [first] = pods;
  if (first && pods.length > 1) {
    call.io.write("stderr", `Found ${pods.length} pods, using pod/${first.metadata.name}\n`);
  }
  return first ? [first] : [];
}

function allContainers(pod: KubeObject): readonly LogSource[] {
  return (["initContainers", "containers", "ephemeralContainers"] as const).flatMap((kind) =>
    containerNames(pod, kind).map((container) => ({ pod, container })),
  );
}

function oneContainer(call: Invocation, flags: Flags, pod: KubeObject): LogSource {
  const container = flags.words[1] ?? flags.get("container") ?? "";
  const chosen = container === "" ? defaultContainer(call, flags, pod) : container;
  requireContainer(pod, chosen);
  return { pod, container: chosen };
}

function defaultContainer(call: Invocation, flags: Flags, pod: KubeObject): string {
  const annotated = annotatedContainer(pod);
  if (annotated !== "" && hasContainer(pod, annotated)) {
    return annotated;
  }
  if (annotated !== "") {
    call.io.write(
      "stderr",
      `Default container name ${JSON.stringify(annotated)} not found in pod ${pod.metadata.name}\n`,
    );
  }
  const { name, notice } = firstContainer(pod);
  if (notice !== "" && !flags.has("all-pods")) {
    call.io.write("stderr", notice);
  }
  return name;
}
