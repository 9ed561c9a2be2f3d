import "server-only";
import { goJson } from "./go/values";
import type { KubeObject } from "./objects";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** What the object was applied with last; null when it was not made by apply. */
export function lastApplied(object: KubeObject): unknown {
  const text = object.metadata.annotations?.[LAST_APPLIED];
  return text === undefined ? null : JSON.parse(text);
}

/** The object as apply sends it: with itself in an annotation. */
export function withLastApplied(object: KubeObject): KubeObject {
  const { [LAST_APPLIED]: _old, ...annotations } = object.metadata.annotations ?? {};
  const plain = { ...object, metadata: { ...object.metadata, annotations } };
  const text = `${goJson(plain)}\n`;
  return { ...plain, metadata: { ...plain.metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } };
}
