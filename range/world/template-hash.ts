import type { PodTemplate } from "./objects.ts";
import { createRandom } from "./random.ts";

/** The value without nulls and empty objects and with sorted keys, so that equal templates read equal. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value)
    .map(([name, entry]) => [name, canonical(entry)] as const)
    .filter(([name, entry]) => name !== "creationTimestamp" && name !== "pod-template-hash" && !isEmpty(entry));
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);
}

/** Templates never change in place, and every step of the world asks for their hashes. */
const known = new WeakMap<PodTemplate, string>();

/** Ten letters that depend on the template only: what Kubernetes calls the pod-template hash. */
export function templateHash(template: PodTemplate): string {
  const hash = known.get(template) ?? computeHash(template);
  known.set(template, hash);
  return hash;
}

function computeHash(template: PodTemplate): string {
  const text = JSON.stringify(canonical(template));
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return createRandom(hash).suffix(10);
}
