import "server-only";
import { sortedByKey } from "./print-object";

const ESCAPES: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/** JSON as Go's encoder writes it: keys sorted, and what HTML would read escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(sortedByKey(value)).replace(/[<>&\u2028\u2029]/g, (found) => ESCAPES[found] ?? found);
}
