import "server-only";
import { selectorText } from "./describe/selector";
import { CommandFailure } from "./failure";
import type { Invocation } from "./invocation";
import { linesOf } from "./lines";
import { namedFailure } from "./missing";
import { entriesAt, type KubeObject, kubeList, kubeObject, member, textAt } from "./objects";
import { type ResourceType, resolveType, resourcePath, slashed } from "./resources";

export type Named = { readonly type: ResourceType; readonly object: KubeObject };

/** The object that `x`, `pod/x`, `deploy/x` … names; a word without a type is a pod. */
export async function namedObject(call: Invocation, word: string): Promise<Named> {
  const { type: typeWord, name } = word.includes("/") ? slashed(word) : { type: "pods", name: word };
  const type = await resolveType(call, typeWord);
  call.check({ namespace: call.namespace, risk: "read", description: `get ${type.plural}/${name}` });
  const path = resourcePath(type, call.namespace, name);
  const reply = await call.connection.request({ path, signal: call.io.signal });
  if (reply.status !== 200) {
    throw await namedFailure(call, reply, type.isNamespaced ? call.namespace : null);
  }
  refuseUnknownKind(type);
  return { type, object: kubeObject.parse(reply.body) };
}

/** Of Kubernetes too, but not in kubectl. */
const foreign = new Set(["apiextensions.k8s.io", "apiregistration.k8s.io", "metrics.k8s.io"]);
const groupsOfKubectl = new Set(["", "apps", "autoscaling", "batch", "extensions", "policy"]);

/** kubectl reads such an object into a type of its own, which it has for what Kubernetes brings along. */
function refuseUnknownKind({ group, version, kind }: ResourceType): void {
  const isOwn = groupsOfKubectl.has(group) || (group.endsWith(".k8s.io") && !foreign.has(group));
  if (!isOwn) {
    throw new CommandFailure(
      `error: no kind "${kind}" is registered for version "${group}/${version}" in scheme "pkg/scheme/scheme.go:28"`,
    );
  }
}

/** A type as Go prints it: `*v1.ConfigMap`. */
function goTypeName({ version, kind }: Pick<ResourceType, "version" | "kind">): string {
  return `*${version}.${kind}`;
}

const bySelector = new Set(["daemonsets", "deployments", "jobs", "replicasets", "statefulsets"]);
const byLabels = new Set(["replicationcontrollers", "services"]);

/** The label selector of an object's pods. Throws what kubectl says when it has none, behind `doing`. */
export function podSelector({ type, object }: Named, doing: string): string {
  const fail = (why: string) => new CommandFailure(`error: ${doing} ${goTypeName(type)}: ${why}`);
  if (!bySelector.has(type.plural) && !byLabels.has(type.plural)) {
    throw fail(`selector for ${goTypeName(type)} not implemented`);
  }
  const selector = member(object, "spec", "selector");
  const text = bySelector.has(type.plural) ? selectorText(selector) : labelText(selector);
  if (text === "") {
    throw fail(`invalid service '${object.metadata.name}': Service is defined without a selector`);
  }
  return text;
}

function labelText(labels: unknown): string {
  return entriesAt(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/** The pods of the call's namespace that a label selector matches; waits so long for the first one. */
export async function awaitPods(
  call: Invocation,
  selector: string,
  timeoutSeconds: number,
): Promise<readonly KubeObject[]> {
  const found = await listPods(call, selector);
  if (found.items.length > 0) {
    return found.items;
  }
  await awaitFirst(call, { selector, version: found.metadata?.resourceVersion ?? "", timeoutSeconds });
  return (await listPods(call, selector)).items;
}

async function listPods(call: Invocation, selector: string) {
  call.check({ namespace: call.namespace, risk: "read", description: "get pods" });
  return kubeList.parse((await call.ask({ path: podsPath(call, { labelSelector: selector }) })).body);
}

function podsPath({ namespace }: Invocation, query: Readonly<Record<string, string>>): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?${new URLSearchParams(query)}`;
}

type Awaited = { readonly selector: string; readonly version: string; readonly timeoutSeconds: number };

async function awaitFirst(call: Invocation, { selector, version, timeoutSeconds }: Awaited): Promise<void> {
  const signal = AbortSignal.any([call.io.signal, AbortSignal.timeout(timeoutSeconds * 1_000)]);
  const query = { labelSelector: selector, watch: "true", resourceVersion: version };
  try {
    const stream = await call.connection.stream({ path: podsPath(call, query), signal });
    for await (const line of stream.refused ? [] : linesOf(stream.body)) {
      if (["ADDED", "MODIFIED"].includes(textAt(JSON.parse(line), "type"))) {
        return;
      }
    }
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
  throw new CommandFailure("error: timed out waiting for the condition");
}
