import "server-only";

/** What a template works on: JSON as `parseExact` gives it, and methods (`.Label "x"`) as functions. */
export type Value = unknown;

export function isRecord(value: Value): value is Readonly<Record<string, Value>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Go's truth: not false, 0, "", nil, and not empty. */
export function isTrue(value: Value): boolean {
  if (Array.isArray(value)) {
    return value.length > 0;
  }
  return isRecord(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** A value as Go's `%v` prints it. A struct cannot be told from a map in JSON, so an object prints as a map. */
export function printed(value: Value): string {
  if (value === null || value === undefined) {
    return "<nil>";
  }
  if (Array.isArray(value)) {
    return `[${value.map(printed).join(" ")}]`;
  }
  if (isRecord(value)) {
    const entries = sortedKeys(value).map((key) => `${key}:${printed(value[key])}`);
    return `map[${entries.join(" ")}]`;
  }
  return String(value);
}

export function sortedKeys(value: Readonly<Record<string, Value>>): readonly string[] {
  return Object.keys(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
