import "server-only";
import { isMap } from "./go/values";

/** What RFC 7386 makes of a value and a patch: null takes a member away, a list stands for the whole list. */
export function mergePatched(value: unknown, patch: unknown): unknown {
  if (!isMap(patch)) {
    return patch;
  }
  const before = isMap(value) ? value : {};
  const changed = Object.entries(patch)
    .filter(([, member]) => member !== null)
    .map(([key, member]) => [key, mergePatched(before[key], member)] as const);
  const kept = Object.entries(before).filter(([key]) => !Object.hasOwn(patch, key));
  return Object.fromEntries([...kept, ...changed]);
}
