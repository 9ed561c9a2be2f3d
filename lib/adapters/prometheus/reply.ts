import "server-only";
import { z } from "zod";
import type { Series } from "@/lib/core/metrics/series";

const labels = z.record(z.string(), z.string());
const point = z.tuple([z.number(), z.string()]);

/** The `data` of a query. Native histograms have no `value` here: they are series without samples. */
export const queryData = z.discriminatedUnion("resultType", [
  z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ metric: labels, values: z.array(point).default([]) })),
  }),
  z.object({
    resultType: z.literal("vector"),
    result: z.array(z.object({ metric: labels, value: point.optional() })),
  }),
  z.object({ resultType: z.enum(["scalar", "string"]), result: point }),
]);
export const seriesData = z.array(labels);
export const labelData = z.array(z.string());
/** The alerting rules of all groups; recording rules are passed over. */
export const ruleData = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.union([
            z.object({
              type: z.literal("alerting"),
              name: z.string(),
              labels: labels.default({}),
              annotations: labels.default({}),
            }),
            z.object({ type: z.string() }).transform(() => null),
          ]),
        ),
      }),
    ),
  })
  .transform(({ groups }) =>
    groups.flatMap(({ rules }) =>
      rules.flatMap((rule) =>
        rule === null ? [] : { name: rule.name, labels: rule.labels, annotations: rule.annotations },
      ),
    ),
  );

/** Prometheus's envelope; its `data` is read by the schema of the endpoint. */
export const envelope = z.discriminatedUnion("status", [
  z.object({ status: z.literal("success"), data: z.unknown() }),
  z.object({ status: z.literal("error"), error: z.string() }),
]);

/** The series of a query's reply: a scalar or string is one series without labels. */
export function seriesOf(reply: z.infer<typeof queryData>): readonly Series[] {
  const sample = ([at, value]: readonly [number, string]) => ({ at, value: numberOf(value) });
  switch (reply.resultType) {
    case "matrix":
      return reply.result.map(({ metric, values }) => ({ labels: metric, samples: values.map(sample) }));
    case "vector":
      return reply.result.map(({ metric, value }) => ({ labels: metric, samples: value ? [sample(value)] : [] }));
    case "scalar":
    case "string":
      return [{ labels: {}, samples: [sample(reply.result)] }];
  }
}

/** Go writes `+Inf` and `-Inf`. */
function numberOf(text: string): number {
  const [, sign] = /^([-+]?)Inf$/.exec(text) ?? [];
  return sign === undefined ? Number(text) : sign === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
