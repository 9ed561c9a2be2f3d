import type { Binary } from "./ast.ts";
import { matchKey } from "./match-key.ts";
import type { Vector } from "./value.ts";

/** `and`, `or` and `unless`: elements of the left side, chosen by whether the right side has their match. */
export function combineSets({ operator, matching }: Binary, left: Vector, right: Vector): Vector {
  const keysOf = (points: Vector): ReadonlySet<string> =>
    new Set(points.map(({ labels }) => matchKey(labels, matching)));
  if (operator === "or") {
    const known = keysOf(left);
    return [...left, ...right.filter(({ labels }) => !known.has(matchKey(labels, matching)))];
  }
  const known = keysOf(right);
  return left.filter(({ labels }) => known.has(matchKey(labels, matching)) === (operator === "and"));
}
