import type { KubernetesObject } from "../world/objects.ts";
import { ApiError } from "./api-error.ts";

type Labels = Readonly<Record<string, string>>;

type Test = (value: string | undefined) => boolean;

interface Requirement {
  readonly key: string;
  readonly test: Test;
}

const listed = (text: string): readonly string[] => text.split(",").map((word) => word.trim());

function parseSetRequirement(text: string): Requirement | undefined {
  const match = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, key = "", operator, values = ""] = match;
  const wanted = listed(values);
  const isIn: Test = (value) => value !== undefined && wanted.includes(value);
  return { key, test: operator === "in" ? isIn : (value) => !isIn(value) };
}

function parseRequirement(text: string): Requirement {
  const set = parseSetRequirement(text);
  if (set !== undefined) {
    return set;
  }
  const match = /^([^=!\s]+)\s*(==|=|!=)\s*([^=!\s]*)$/.exec(text);
  if (match !== null) {
    const [, key = "", operator, wanted = ""] = match;
    return { key, test: operator === "!=" ? (value) => value !== wanted : (value) => (value ?? "") === wanted };
  }
  if (/^!?[\w./-]+$/.test(text)) {
    const absent = text.startsWith("!");
    return { key: text.replace("!", ""), test: (value) => (value === undefined) === absent };
  }
  throw new ApiError("BadRequest", `unable to parse requirement: found '${text}', expected a selector`);
}

function parseSelector(text: string): readonly Requirement[] {
  // A comma inside parentheses belongs to a set.
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parseRequirement);
}

/** A test for labels from the text of a label selector; an empty text selects everything, as in the API. */
export function labelSelector(text: string): (labels: Labels) => boolean {
  const requirements = parseSelector(text);
  return (labels) => requirements.every(({ key, test }) => test(labels[key]));
}

function fieldOf(object: KubernetesObject, path: string): string | undefined {
  const value = path
    .split(".")
    .reduce<unknown>((at, word) => (typeof at === "object" && at !== null ? Reflect.get(at, word) : undefined), object);
  return value === undefined || value === null ? "" : String(value);
}

/** A test for objects from the text of a field selector (`metadata.name=x,status.phase!=Running`). */
function fieldSelector(text: string): (object: KubernetesObject) => boolean {
  const requirements = parseSelector(text);
  return (object) => requirements.every(({ key, test }) => test(fieldOf(object, key)));
}

/** Both selectors of a request's query, as one test. */
export function querySelector(query: URLSearchParams): (object: KubernetesObject) => boolean {
  const matchesLabels = labelSelector(query.get("labelSelector") ?? "");
  const matchesFields = fieldSelector(query.get("fieldSelector") ?? "");
  return (object) => matchesLabels(object.metadata.labels ?? {}) && matchesFields(object);
}
