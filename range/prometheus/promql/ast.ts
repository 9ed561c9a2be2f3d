import type { Matcher } from "../matcher.ts";

/** The four types of PromQL values, in Prometheus's words. */
export type ValueType = "scalar" | "instant vector" | "range vector" | "string";

/** What `@` pins an evaluation to. */
export type At = { readonly kind: "time"; readonly ms: number } | { readonly kind: "start" | "end" };

/** `offset` and `@`: an evaluation at `t` looks at `(at ?? t) - offsetMs`. */
export interface Shift {
  readonly offsetMs: number;
  readonly at?: At;
}

export interface Selector extends Shift {
  readonly kind: "selector";
  readonly matchers: readonly Matcher[];
}

export interface RangeSelector {
  readonly kind: "range";
  readonly selector: Selector;
  readonly rangeMs: number;
}

export interface Subquery extends Shift {
  readonly kind: "subquery";
  readonly expr: Expr;
  readonly rangeMs: number;
  /** Undefined: the evaluation interval of the server. */
  readonly stepMs?: number;
}

export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Expr[];
}

export interface Aggregation {
  readonly kind: "aggregate";
  readonly operator: string;
  readonly parameter?: Expr;
  readonly expr: Expr;
  readonly grouping: ReadonlySet<string>;
  readonly without: boolean;
}

/** How the series of two vectors find each other. */
export interface Matching {
  readonly labels: ReadonlySet<string>;
  readonly on: boolean;
  readonly cardinality: "one-to-one" | "many-to-one" | "one-to-many";
  /** The labels that `group_left(…)` copies from the "one" side. */
  readonly include: readonly string[];
}

export interface Binary {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: Expr;
  readonly right: Expr;
  readonly bool: boolean;
  readonly matching: Matching;
}

export type Expr =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "negate"; readonly expr: Expr }
  | Selector
  | RangeSelector
  | Subquery
  | Call
  | Aggregation
  | Binary;

export const setOperators: ReadonlySet<string> = new Set(["and", "or", "unless"]);
export const comparisonOperators: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
