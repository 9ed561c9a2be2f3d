import "server-only";
import type { ApiReply } from "../../../connection";
import type { Invocation } from "../../invocation";
import { type KubeObject, kubeObject, listAt, textAt } from "../../objects";
import { pause } from "../../waiting";
import { type Draining, isLongEnding } from "./pods";

const RETRY_MS = 5_000;
const POLL_MS = 1_000;

/** Ends pods, all at a time, and waits until they are gone. Gives what went wrong, a sentence a pod. */
export async function evictAll(
  call: Invocation,
  pods: readonly KubeObject[],
  draining: Draining,
): Promise<readonly string[]> {
  const deadline = draining.timeout ? AbortSignal.timeout(draining.timeout.seconds * 1_000) : null;
  const signal = deadline ? AbortSignal.any([call.io.signal, deadline]) : call.io.signal;
  const version = draining.isByDeletion ? null : await evictionVersion(call);
  const outcomes = await Promise.all(
    pods.map(async (pod) => {
      const ending = { draining, version, signal };
      const asked = await askUntilHeard(call, pod, ending);
      return asked === "heard" ? waitUntilGone(call, pod, ending) : asked;
    }),
  );
  return outcomes.flatMap((outcome) => outcome ?? []);
}

/** The version of the eviction API; null when the server has none. */
async function evictionVersion(call: Invocation): Promise<string | null> {
  const { body } = await call.ask({ path: "/api/v1" });
  const found = listAt(body, "resources").find((resource) => textAt(resource, "name") === "pods/eviction");
  return found === undefined ? null : `${textAt(found, "group")}/${textAt(found, "version")}`;
}

type Ending = { readonly draining: Draining; readonly version: string | null; readonly signal: AbortSignal };

/** Asks until a disruption budget lets the pod go: "heard", null when it is gone already, or what went wrong. */
async function askUntilHeard(call: Invocation, pod: KubeObject, ending: Ending): Promise<"heard" | string | null> {
  const { name, namespace = "" } = pod.metadata;
  const head = `error when evicting pods/"${name}" -n "${namespace}"`;
  for (;;) {
    call.out(ending.version === null ? "" : `evicting pod ${namespace}/${name}\n`);
    if (ending.signal.aborted) {
      return `${head}: ${lateness(ending)}`;
    }
    const reply = await requestEnd(call, pod, ending);
    if (reply.status === 404) {
      return null;
    }
    if (reply.status < 300) {
      return "heard";
    }
    const why = messageOf(reply);
    if (reply.status !== 429) {
      return `${head}: ${why}`;
    }
    call.io.write("stderr", `${head} (will retry after 5s): ${why}\n`);
    await pause(RETRY_MS, ending.signal);
  }
}

function lateness({ draining }: Ending): string {
  return `global timeout reached: ${draining.timeout?.text ?? ""}`;
}

function messageOf({ body, text }: ApiReply): string {
  return textAt(body, "message") || text.trim();
}

function requestEnd(call: Invocation, pod: KubeObject, { draining, version }: Ending): Promise<ApiReply> {
  const { name, namespace = "" } = pod.metadata;
  const options = draining.graceSeconds >= 0 ? { gracePeriodSeconds: draining.graceSeconds } : {};
  const path = podPath(pod);
  const { signal } = call.io;
  call.check({ namespace, risk: "destructive", description: `evict pods/${name}` });
  if (version === null) {
    const body = { apiVersion: "v1", kind: "DeleteOptions", ...options };
    return call.connection.request({ method: "DELETE", path, body, signal });
  }
  const body = { apiVersion: version, kind: "Eviction", metadata: { name, namespace }, deleteOptions: options };
  return call.connection.request({ method: "POST", path: `${path}/eviction`, body, signal });
}

function podPath({ metadata: { name, namespace = "" } }: KubeObject): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}`;
}

async function waitUntilGone(call: Invocation, pod: KubeObject, ending: Ending): Promise<string | null> {
  const { name, namespace = "" } = pod.metadata;
  const head = `error when waiting for pod "${name}" in namespace "${namespace}" to terminate: `;
  for (;;) {
    const reply = await call.connection.request({ path: podPath(pod), signal: call.io.signal });
    if (reply.status !== 200 && reply.status !== 404) {
      return head + textAt(reply.body, "message");
    }
    if (isOver(call, { pod, reply }, ending)) {
      return null;
    }
    await pause(POLL_MS, ending.signal);
    if (ending.signal.aborted) {
      return `${head}${lateness(ending)}`;
    }
  }
}

/** Whether the pod is gone, or is left alone; says so. */
function isOver(
  call: Invocation,
  { pod, reply }: { readonly pod: KubeObject; readonly reply: ApiReply },
  { draining, version }: Ending,
): boolean {
  const { name, uid } = pod.metadata;
  if (reply.status === 404 || textAt(reply.body, "metadata", "uid") !== uid) {
    call.out(`pod/${name} ${version === null ? "deleted" : "evicted"}\n`);
    return true;
  }
  const { skipSeconds } = draining.rules;
  const isLeft = isLongEnding(call, kubeObject.parse(reply.body), skipSeconds);
  call.out(isLeft ? `pod "${name}" has DeletionTimestamp older than ${skipSeconds} seconds, skipping\n` : "");
  return isLeft;
}
