import "server-only";
import { isDeepStrictEqual } from "node:util";
import type { PatchSchema } from "./merge-keys";

type Json = Readonly<Record<string, unknown>>;
/** What was applied last, what is to be applied, and what the cluster holds. */
export type ThreeWays = { readonly original: unknown; readonly modified: unknown; readonly current: unknown };

/**
 * The patch that client-side apply sends: additions and changes of `modified` against `current`, and deletions of what
 * `original` had and `modified` has no more. Empty when there is nothing to do. Without a schema it is a JSON merge
 * patch, else a strategic one (k8s.io/apimachinery/pkg/util/strategicpatch).
 */
export function threeWayPatch(ways: ThreeWays, schema: PatchSchema | null): Json {
  const [original, modified, current] = [recordOf(ways.original), recordOf(ways.modified), recordOf(ways.current)];
  const patch: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(modified)) {
    const member = { original: original[key], modified: value, current: current[key] };
    if (current[key] === undefined) {
      patch[key] = value;
    } else {
      Object.assign(patch, memberPatch(key, member, schema));
    }
  }
  for (const key of Object.keys(original)) {
    if (!(key in modified)) {
      patch[key] = null;
    }
  }
  return patch;
}

function recordOf(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function memberPatch(key: string, ways: ThreeWays, schema: PatchSchema | null): Json {
  const { modified, current } = ways;
  if (isRecord(modified) && isRecord(current) && schema?.isReplaced(key) !== true) {
    return mapPatch(key, ways, schema);
  }
  const mergeKey = schema?.mergeKey(key) ?? null;
  if (mergeKey !== null && Array.isArray(modified) && Array.isArray(current) && current.length > 0) {
    const lists = { original: arrayOf(ways.original), modified, current };
    return mergeKey === "" ? scalarsPatch(key, lists) : itemsPatch(key, lists, { mergeKey, schema });
  }
  return isDeepStrictEqual(modified, current) ? {} : { [key]: modified };
}

function mapPatch(key: string, ways: ThreeWays, schema: PatchSchema | null): Json {
  const inner = threeWayPatch(ways, schema?.at(key) ?? null);
  if (Object.keys(inner).length === 0) {
    return {};
  }
  const kept = schema?.retainsKeys(key) ? { $retainKeys: Object.keys(recordOf(ways.modified)).sort() } : {};
  return { [key]: { ...inner, ...kept } };
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

type Lists = {
  readonly original: readonly unknown[];
  readonly modified: readonly unknown[];
  readonly current: readonly unknown[];
};

/** A list of plain values: what is new is added, what was taken out is named for deletion. */
function scalarsPatch(key: string, { original, modified, current }: Lists): Json {
  const added = modified.filter((value) => !current.includes(value));
  const removed = original.filter((value) => !modified.includes(value));
  return {
    ...(added.length > 0 && { [key]: added }),
    ...(removed.length > 0 && { [`$deleteFromPrimitiveList/${key}`]: removed }),
    ...((removed.length > 0 || !isDeepStrictEqual(modified, current)) && { [`$setElementOrder/${key}`]: modified }),
  };
}

/** A list of objects that a key pairs. */
function itemsPatch(
  key: string,
  { original, modified, current }: Lists,
  { mergeKey, schema }: { readonly mergeKey: string; readonly schema: PatchSchema | null },
): Json {
  const retains = schema?.retainsKeys(key) === true;
  const find = (list: readonly unknown[], id: unknown) => list.find((item) => recordOf(item)[mergeKey] === id);
  const changed = modified.flatMap((item) => {
    const id = recordOf(item)[mergeKey];
    const present = find(current, id);
    if (present === undefined) {
      return [item];
    }
    const inner = threeWayPatch(
      { original: find(original, id), modified: item, current: present },
      schema?.at(key) ?? null,
    );
    const kept = retains ? { $retainKeys: Object.keys(recordOf(item)).sort() } : {};
    return Object.keys(inner).length > 0 ? [{ ...inner, ...kept, [mergeKey]: id }] : [];
  });
  const removed = original
    .map((item) => recordOf(item)[mergeKey])
    .filter((id) => find(modified, id) === undefined)
    .map((id) => ({ $patch: "delete", [mergeKey]: id }));
  const all = [...changed, ...removed];
  const order = modified.map((item) => ({ [mergeKey]: recordOf(item)[mergeKey] }));
  const isSameOrder = isDeepStrictEqual(
    order,
    current.map((item) => ({ [mergeKey]: recordOf(item)[mergeKey] })),
  );
  return {
    ...(all.length > 0 && { [key]: all }),
    ...((all.length > 0 || !isSameOrder) && { [`$setElementOrder/${key}`]: order }),
  };
}
