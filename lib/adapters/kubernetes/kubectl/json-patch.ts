import "server-only";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { CommandFailure } from "./failure";
import { isMap } from "./go/values";

const operations = z.array(
  z.looseObject({ op: z.string(), path: z.string(), from: z.string().optional(), value: z.unknown().optional() }),
);
type Operation = z.infer<typeof operations>[number];

/** What RFC 6902 makes of a value and a list of operations. Throws kubectl's error for one that does not apply. */
export function jsonPatched(value: unknown, patch: unknown): unknown {
  const read = operations.safeParse(patch);
  if (!read.success) {
    throw new CommandFailure("error: json: cannot unmarshal object into Go value of type jsonpatch.Patch");
  }
  const document: unknown = structuredClone(value);
  for (const operation of read.data) {
    apply(document, operation);
  }
  return document;
}

function apply(document: unknown, operation: Operation): void {
  const { op, path, value } = operation;
  const { holder, key } = placeOf(document, operation);
  switch (op) {
    case "add":
      add(holder, key, value);
      return;
    case "replace":
      if (valueAt(holder, key) === undefined) {
        throw new CommandFailure(`error: Object to be patched is missing field (${path}: missing value)`);
      }
      Reflect.set(holder, key, value);
      return;
    case "remove":
      remove(holder, key, path);
      return;
    case "test":
      if (!isDeepStrictEqual(valueAt(holder, key) ?? null, value ?? null)) {
        throw new CommandFailure(`error: testing value ${path} failed: test failed`);
      }
      return;
    default:
      throw new CommandFailure(`error: invalid operation ${JSON.stringify(operation)}: unsupported operation`);
  }
}

/** What holds the place that a pointer names, and its key there. */
function placeOf(document: unknown, { op, path }: Operation): { readonly holder: object; readonly key: string } {
  const keys = path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const holder = keys.slice(0, -1).reduce<unknown>((at, key) => valueAt(at, key), document);
  if (holder === null || typeof holder !== "object") {
    const place = op === "add" ? `"${path}"` : path;
    throw new CommandFailure(`error: ${op} operation does not apply: doc is missing path: ${place}: missing value`);
  }
  return { holder, key: keys.at(-1) ?? "" };
}

function valueAt(holder: unknown, key: string): unknown {
  return isMap(holder) ? holder[key] : Array.isArray(holder) ? holder[Number(key)] : undefined;
}

function add(holder: object, key: string, value: unknown): void {
  if (Array.isArray(holder)) {
    holder.splice(key === "-" ? holder.length : Number(key), 0, value);
  } else {
    Reflect.set(holder, key, value);
  }
}

function remove(holder: object, key: string, path: string): void {
  const isThere = valueAt(holder, key) !== undefined;
  if (!isThere) {
    const why = Array.isArray(holder)
      ? `Unable to access invalid index: ${key}: invalid index referenced`
      : `unable to remove nonexistent key: ${key}: missing value`;
    throw new CommandFailure(`error: error in remove for path: '${path}': ${why}`);
  }
  if (Array.isArray(holder)) {
    holder.splice(Number(key), 1);
  } else {
    Reflect.deleteProperty(holder, key);
  }
}
