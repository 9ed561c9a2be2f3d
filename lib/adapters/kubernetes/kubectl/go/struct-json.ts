import "server-only";
import { goJson, isMap, sortedKeys } from "./values";

/** Names of a Go struct in the order of its fields, each with those of its own. What is left out comes sorted behind. */
export type StructShape = readonly (string | readonly [name: string, shape: StructShape])[];

/** encoding/json of a struct: fields in their order, not sorted as those of a map. Items of lists have the shape too. */
export function structJson(value: unknown, shape: StructShape, indent: string): string {
  return goJson(arranged(value, shape), indent, true);
}

/** A value with the names of its maps in the order of that shape. */
export function arranged(value: unknown, shape: StructShape): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => arranged(item, shape));
  }
  if (!isMap(value)) {
    return value;
  }
  const shapes = new Map(shape.map((field) => (typeof field === "string" ? [field, []] : field)));
  const names = [...shapes.keys()].filter((name) => name in value);
  const others = sortedKeys(value).filter((name) => !shapes.has(name));
  return Object.fromEntries([...names, ...others].map((name) => [name, arranged(value[name], shapes.get(name) ?? [])]));
}

/** The fields of metav1.ObjectMeta. */
export const metadataShape: StructShape = [
  "name",
  "generateName",
  "namespace",
  "selfLink",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "labels",
  "annotations",
  ["ownerReferences", ["apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion"]],
  "finalizers",
  ["managedFields", ["manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1", "subresource"]],
];
