/** Lines of the source, 1-based, both ends included. */
export type LineRange = { readonly start: number; readonly end: number };

/** Where a value comes from: written in the text, stated in front matter, or inferred (then `because` says why). */
export type Provenance = "written" | "front-matter" | "inferred";
export type Sourced<T> = {
  readonly value: T;
  readonly from: Provenance;
  readonly because?: string;
  readonly lines?: LineRange;
};

export const comparators = ["<", "<=", ">", ">=", "=", "within"] as const;
export type Comparator = (typeof comparators)[number];

/** `> 1.8GB`, `< 80% of limits`, `>50MB/min`: `value` is in the base unit (bytes, seconds, ratio 0-1, count). */
export type Quantity = {
  readonly text: string;
  readonly comparator?: Comparator;
  readonly value: number;
  readonly unit: "bytes" | "seconds" | "ratio" | "count" | "bytes-per-second" | "cores";
  /** "of limit", "of 2GB limit" */
  readonly of?: string;
  /** "for 5 minutes", "in 60s" */
  readonly windowSeconds?: number;
};
