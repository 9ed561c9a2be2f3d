import { z } from "zod";
import { ApiError } from "./api-error.ts";
import { isJsonObject } from "./json-value.ts";

const jsonPatch = z.array(
  z.object({
    op: z.enum(["add", "remove", "replace", "test", "copy", "move"]),
    path: z.string(),
    from: z.string().optional(),
    value: z.unknown().optional(),
  }),
);

type Operation = z.infer<typeof jsonPatch>[number];

const words = (pointer: string): readonly string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((word) => word.replaceAll("~1", "/").replaceAll("~0", "~"));

const refuse = (message: string): ApiError => new ApiError("Invalid", `the server rejected our request: ${message}`);

function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, word) => {
    if (Array.isArray(at)) {
      return at[Number(word)];
    }
    return isJsonObject(at) ? at[word] : undefined;
  }, document);
}

type Edit = (holder: unknown, word: string) => unknown;

/** The document with one place changed; everything beside the path is shared with the old document. */
function edited(document: unknown, path: readonly string[], edit: Edit): unknown {
  const [word, ...rest] = path;
  if (word === undefined) {
    throw refuse("the path is empty");
  }
  if (rest.length === 0) {
    return edit(document, word);
  }
  if (Array.isArray(document)) {
    return document.map((element, index) => (index === Number(word) ? edited(element, rest, edit) : element));
  }
  if (!isJsonObject(document) || !(word in document)) {
    throw refuse(`no such path: ${word}`);
  }
  return { ...document, [word]: edited(document[word], rest, edit) };
}

const adding =
  (value: unknown): Edit =>
  (holder, word) => {
    if (Array.isArray(holder)) {
      const index = word === "-" ? holder.length : Number(word);
      return [...holder.slice(0, index), value, ...holder.slice(index)];
    }
    return { ...(isJsonObject(holder) ? holder : {}), [word]: value };
  };

const removing: Edit = (holder, word) => {
  if (Array.isArray(holder)) {
    return holder.filter((_, index) => index !== Number(word));
  }
  if (!isJsonObject(holder) || !(word in holder)) {
    throw refuse(`unable to remove nonexistent key: ${word}`);
  }
  return Object.fromEntries(Object.entries(holder).filter(([name]) => name !== word));
};

const replacing =
  (value: unknown): Edit =>
  (holder, word) =>
    Array.isArray(holder)
      ? holder.map((element, index) => (index === Number(word) ? value : element))
      : { ...(isJsonObject(holder) ? holder : {}), [word]: value };

function applyOperation(document: unknown, operation: Operation): unknown {
  const path = words(operation.path);
  const source = words(operation.from ?? "");
  switch (operation.op) {
    case "add":
      return edited(document, path, adding(operation.value));
    case "replace":
      return edited(document, path, replacing(operation.value));
    case "remove":
      return edited(document, path, removing);
    case "copy":
      return edited(document, path, adding(valueAt(document, source)));
    case "move":
      return edited(edited(document, source, removing), path, adding(valueAt(document, source)));
    case "test":
      if (JSON.stringify(valueAt(document, path)) !== JSON.stringify(operation.value)) {
        throw refuse(`testing value ${operation.path} failed`);
      }
      return document;
  }
}

/** The document after a JSON patch (RFC 6902). */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  const operations = jsonPatch.safeParse(patch);
  if (!operations.success) {
    throw new ApiError("BadRequest", "error decoding patch: a list of operations was expected");
  }
  return operations.data.reduce<unknown>(applyOperation, document);
}
