import { isJsonObject, type JsonObject } from "./json-value.ts";

/** Lists that are merged element by element, and the field that tells the elements apart. */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  env: ["name"],
  volumes: ["name"],
  imagePullSecrets: ["name"],
  ports: ["containerPort", "port"],
  volumeMounts: ["mountPath"],
  volumeDevices: ["devicePath"],
  hostAliases: ["ip"],
  topologySpreadConstraints: ["topologyKey"],
  conditions: ["type"],
  ownerReferences: ["uid"],
};

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([name]) => !name.startsWith("$")));
}

function retained(current: JsonObject, patch: JsonObject): JsonObject {
  const kept = patch["$retainKeys"];
  return Array.isArray(kept)
    ? Object.fromEntries(Object.entries(current).filter(([name]) => kept.includes(name)))
    : current;
}

function mergeKeyOf(field: string, elements: readonly unknown[]): string | undefined {
  return MERGE_KEYS[field]?.find((key) => elements.some((element) => isJsonObject(element) && key in element));
}

function mergeElement(list: readonly unknown[], element: unknown, key: string): readonly unknown[] {
  if (!isJsonObject(element)) {
    return list;
  }
  const isSame = (other: unknown): boolean => isJsonObject(other) && other[key] === element[key];
  if (element["$patch"] === "delete") {
    return list.filter((other) => !isSame(other));
  }
  return list.some(isSame)
    ? list.map((other) => (isSame(other) ? mergeStrategic(other, element) : other))
    : [...list, mergeStrategic({}, element)];
}

function mergeList(field: string, current: unknown, patch: readonly unknown[]): unknown {
  const key = mergeKeyOf(field, patch);
  const replaces = patch.some((element) => isJsonObject(element) && element["$patch"] === "replace");
  if (key === undefined || replaces) {
    return patch.filter((element) => !(isJsonObject(element) && element["$patch"] === "replace"));
  }
  const start: readonly unknown[] = Array.isArray(current) ? current : [];
  return patch.reduce<readonly unknown[]>((list, element) => mergeElement(list, element, key), start);
}

function mergeField(merged: Record<string, unknown>, field: string, patch: unknown): void {
  const listed = /^\$deleteFromPrimitiveList\/(.+)$/.exec(field)?.[1];
  if (listed !== undefined) {
    const current = merged[listed];
    merged[listed] =
      Array.isArray(current) && Array.isArray(patch) ? current.filter((at) => !patch.includes(at)) : current;
  } else if (field.startsWith("$")) {
    return;
  } else if (patch === null) {
    delete merged[field];
  } else {
    merged[field] = Array.isArray(patch)
      ? mergeList(field, merged[field], patch)
      : mergeStrategic(merged[field], patch);
  }
}

/** The value after a strategic merge patch (sig-api-machinery/strategic-merge-patch.md), element order aside. */
export function mergeStrategic(current: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) {
    return patch;
  }
  if (patch["$patch"] === "delete") {
    return {};
  }
  if (patch["$patch"] === "replace") {
    return withoutDirectives(patch);
  }
  const merged: Record<string, unknown> = { ...(isJsonObject(current) ? retained(current, patch) : {}) };
  for (const [field, change] of Object.entries(patch)) {
    mergeField(merged, field, change);
  }
  return merged;
}

/** The value after a JSON merge patch (RFC 7386). */
export function mergeJson(current: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) {
    return patch;
  }
  const merged: Record<string, unknown> = { ...(isJsonObject(current) ? current : {}) };
  for (const [field, change] of Object.entries(patch)) {
    if (change === null) {
      delete merged[field];
    } else {
      merged[field] = mergeJson(merged[field], change);
    }
  }
  return merged;
}
