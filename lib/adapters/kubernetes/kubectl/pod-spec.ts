import "server-only";
import { type KubeObject, listAt, member, textAt } from "./objects";
import type { ResourceType } from "./resources";

const paths: Readonly<Record<string, readonly string[]>> = {
  Pod: ["spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
  ReplicationController: ["spec", "template", "spec"],
  Deployment: ["spec", "template", "spec"],
  DaemonSet: ["spec", "template", "spec"],
  ReplicaSet: ["spec", "template", "spec"],
  StatefulSet: ["spec", "template", "spec"],
  Job: ["spec", "template", "spec"],
};

export type ContainerList = "containers" | "initContainers";
export type Container = { readonly list: ContainerList; readonly name: string; readonly value: unknown };

/** Where an object of the type holds the spec of its pods; null when it has none. */
export function podSpecPath(type: ResourceType): readonly string[] | null {
  return paths[type.kind] ?? null;
}

/** The containers of an object's pods, then the init containers. */
export function containersOf(object: KubeObject, path: readonly string[]): readonly Container[] {
  return (["containers", "initContainers"] as const).flatMap((list) =>
    listAt(object, ...path, list).map((value) => ({ list, name: textAt(value, "name"), value })),
  );
}

/** A value wrapped in the members of a path: `["spec", "a"]` gives `{ spec: { a: value } }`. */
export function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

/** A copy of an object with another value at a path. */
export function replacedAt(object: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  return key === undefined ? value : Object.assign({}, object, { [key]: replacedAt(member(object, key), rest, value) });
}

/** Whether a name matches one with `*` in it. */
export function matchesWildcard(name: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`).test(name);
}
