const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "^": (a, b) => a ** b,
  atan2: (a, b) => Math.atan2(a, b),
};

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

export interface Outcome {
  readonly value: number;
  /** False when a comparison does not hold. */
  readonly holds: boolean;
}

/** One operation on two numbers. A comparison gives the left number and whether it holds. */
export function applyOperator(operator: string, left: number, right: number): Outcome {
  const compare = comparisons[operator];
  if (compare !== undefined) {
    return { value: left, holds: compare(left, right) };
  }
  return { value: operations[operator]?.(left, right) ?? Number.NaN, holds: true };
}
