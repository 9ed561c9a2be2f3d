import "server-only";
import { z } from "zod";

const labels = z.record(z.string(), z.string());

/** The parts of any Kubernetes object that commands read; the rest is kept as it came. */
export const kubeObject = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z.looseObject({
    name: z.string().default(""),
    namespace: z.string().optional(),
    uid: z.string().optional(),
    resourceVersion: z.string().optional(),
    creationTimestamp: z.string().nullish(),
    labels: labels.nullish(),
    annotations: labels.nullish(),
    generation: z.number().optional(),
    ownerReferences: z
      .array(z.looseObject({ kind: z.string(), name: z.string(), uid: z.string(), controller: z.boolean().optional() }))
      .nullish(),
  }),
});
export type KubeObject = z.infer<typeof kubeObject>;

export const kubeList = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z.looseObject({ resourceVersion: z.string().optional() }).optional(),
  items: z.array(kubeObject),
});

/** A member of an object of unknown shape, by keys; undefined when something on the way is missing. */
export function member(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let at = value;
  for (const key of keys) {
    if (at === null || typeof at !== "object") {
      return undefined;
    }
    at = Reflect.get(at, key);
  }
  return at;
}

/** The members of a list at a place; empty when there is none. */
export function listAt(value: unknown, ...keys: readonly (string | number)[]): readonly unknown[] {
  const found = member(value, ...keys);
  return Array.isArray(found) ? found : [];
}

/** A text at a place; "" when there is none. */
export function textAt(value: unknown, ...keys: readonly (string | number)[]): string {
  const found = member(value, ...keys);
  return typeof found === "string" ? found : found === undefined || found === null ? "" : String(found);
}

/** Key and text of each member of a map at a place, sorted by key. */
export function entriesAt(
  value: unknown,
  ...keys: readonly (string | number)[]
): readonly (readonly [string, string])[] {
  const found = member(value, ...keys);
  return found !== null && typeof found === "object"
    ? Object.entries(found)
        .map(([key, text]) => [key, String(text)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
    : [];
}
