/** Neighbours together, as many as the limit holds; one that is heavier alone. */
export function grouped<Value>(
  values: readonly Value[],
  limit: number,
  weightOf: (value: Value) => number,
): readonly (readonly Value[])[] {
  const groups: Value[][] = [];
  let weight = Number.POSITIVE_INFINITY;
  for (const value of values) {
    const own = weightOf(value);
    weight += own;
    if (weight > limit) {
      groups.push([]);
      weight = own;
    }
    groups.at(-1)?.push(value);
  }
  return groups;
}
