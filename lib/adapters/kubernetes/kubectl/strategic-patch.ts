import "server-only";
import { isDeepStrictEqual } from "node:util";
import { isMap } from "./go/values";
import type { PatchSchema } from "./merge-keys";

type Members = Readonly<Record<string, unknown>>;

/** What the server would make of a value and a strategic patch (k8s.io/apimachinery/pkg/util/strategicpatch). */
export function strategicPatched(value: Members, patch: Members, schema: PatchSchema | null): Members {
  const { $patch: directive, $retainKeys: retained, ...said } = patch;
  if (directive === "replace") {
    return said;
  }
  if (directive === "delete") {
    return {};
  }
  const kept = Array.isArray(retained) ? Object.entries(value).filter(([key]) => retained.includes(key)) : null;
  const result = new Map(kept ?? Object.entries(value));
  for (const [key, member] of Object.entries(said)) {
    const [, list] = /^\$deleteFromPrimitiveList\/(.+)$/.exec(key) ?? [];
    if (list !== undefined) {
      result.set(list, without(result.get(list), member));
    } else if (member === null) {
      result.delete(key);
    } else if (!key.startsWith("$setElementOrder/")) {
      result.set(key, memberPatched(result.get(key), { key, patch: member, schema }));
    }
  }
  return Object.fromEntries(result);
}

function without(list: unknown, removed: unknown): readonly unknown[] {
  const gone: readonly unknown[] = Array.isArray(removed) ? removed : [];
  return Array.isArray(list) ? list.filter((item) => !gone.includes(item)) : [];
}

type MemberPatch = { readonly key: string; readonly patch: unknown; readonly schema: PatchSchema | null };

function memberPatched(present: unknown, { key, patch, schema }: MemberPatch): unknown {
  const inner = schema?.at(key) ?? null;
  if (isMap(patch)) {
    const isWhole = !isMap(present) || schema?.isReplaced(key) === true;
    return strategicPatched(isWhole ? {} : present, patch, inner);
  }
  const mergeKey = schema?.mergeKey(key) ?? null;
  if (!Array.isArray(patch) || !Array.isArray(present) || mergeKey === null) {
    return patch;
  }
  return mergeKey === ""
    ? interleaved(patch, without(present, patch), (value) => present.indexOf(value))
    : itemsPatched(present, patch, { mergeKey, schema: inner });
}

/** A list whose items a key pairs. */
function itemsPatched(
  present: readonly unknown[],
  patch: readonly unknown[],
  { mergeKey, schema }: { readonly mergeKey: string; readonly schema: PatchSchema | null },
): readonly unknown[] {
  const changes = patch.filter(isMap);
  if (changes.some((item) => isDeepStrictEqual(item, { $patch: "replace" }))) {
    return changes.filter((item) => !Object.hasOwn(item, "$patch"));
  }
  const idOf = (item: unknown) => (isMap(item) ? item[mergeKey] : undefined);
  const changed = present.flatMap((item) => {
    const change = changes.find((one) => idOf(one) === idOf(item));
    if (!change || !isMap(item)) {
      return [item];
    }
    return change["$patch"] === "delete" ? [] : [strategicPatched(item, change, schema)];
  });
  const said = changes.filter((change) => !Object.hasOwn(change, "$patch"));
  const isSaid = (item: unknown) => said.some((change) => idOf(change) === idOf(item));
  const merged = said.map((change) => changed.find((item) => idOf(item) === idOf(change)) ?? change);
  const order = present.map(idOf);
  return interleaved(
    merged,
    changed.filter((item) => !isSaid(item)),
    (item) => order.indexOf(idOf(item)),
  );
}

/** What a patch names in its order, and the others in theirs: by their places before, and what is new as early as may be. */
function interleaved(
  named: readonly unknown[],
  others: readonly unknown[],
  placeOf: (item: unknown) => number,
): readonly unknown[] {
  const [first, ...rest] = named;
  const [other, ...restOfOthers] = others;
  if (named.length === 0 || others.length === 0) {
    return [...named, ...others];
  }
  return placeOf(first) < placeOf(other)
    ? [first, ...interleaved(rest, others, placeOf)]
    : [other, ...interleaved(named, restOfOthers, placeOf)];
}
