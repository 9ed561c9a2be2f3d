import type { ValueType } from "./ast.ts";

/** What a function takes and gives. The last `optional` parameters may be left out; a variadic one repeats the last. */
export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly optional?: number;
  readonly variadic?: boolean;
  readonly returns: ValueType;
}

const vector = "instant vector";
const range = "range vector";

function each(names: string, signature: Signature): Readonly<Record<string, Signature>> {
  return Object.fromEntries(names.split(" ").map((name) => [name, signature]));
}

/** The functions of https://prometheus.io/docs/prometheus/latest/querying/functions/ that are evaluated here. */
export const signatures: Readonly<Record<string, Signature>> = {
  ...each("rate increase delta irate idelta deriv changes resets", { parameters: [range], returns: vector }),
  ...each(
    "avg_over_time min_over_time max_over_time sum_over_time count_over_time last_over_time first_over_time " +
      "stddev_over_time stdvar_over_time present_over_time absent_over_time",
    { parameters: [range], returns: vector },
  ),
  quantile_over_time: { parameters: ["scalar", range], returns: vector },
  predict_linear: { parameters: [range, "scalar"], returns: vector },
  ...each("abs ceil floor exp ln log2 log10 sqrt sgn deg rad", { parameters: [vector], returns: vector }),
  ...each("sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh", { parameters: [vector], returns: vector }),
  ...each("absent sort sort_desc timestamp", { parameters: [vector], returns: vector }),
  ...each("minute hour day_of_week day_of_month day_of_year days_in_month month year", {
    parameters: [vector],
    optional: 1,
    returns: vector,
  }),
  round: { parameters: [vector, "scalar"], optional: 1, returns: vector },
  ...each("clamp_min clamp_max", { parameters: [vector, "scalar"], returns: vector }),
  clamp: { parameters: [vector, "scalar", "scalar"], returns: vector },
  ...each("time pi", { parameters: [], returns: "scalar" }),
  scalar: { parameters: [vector], returns: "scalar" },
  vector: { parameters: ["scalar"], returns: vector },
  histogram_quantile: { parameters: ["scalar", vector], returns: vector },
  label_replace: { parameters: [vector, "string", "string", "string", "string"], returns: vector },
  label_join: {
    parameters: [vector, "string", "string", "string"],
    optional: 1,
    variadic: true,
    returns: vector,
  },
};
