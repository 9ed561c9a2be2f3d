import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { findDuration } from "../quantities";
import type { Section } from "../runbook";
import { walkSections } from "../walk";
import type { AlertRule } from "./facts";

const rule = z.looseObject({
  alert: z.string(),
  expr: z.coerce.string(),
  for: z.coerce.string().optional(),
  labels: z.record(z.string(), z.coerce.string()).optional(),
});

/** Prometheus alert rules in YAML fences, at any depth of the YAML. */
export function alertRules(sections: readonly Section[]): readonly AlertRule[] {
  return [...walkSections(sections)].flatMap((section) =>
    section.blocks.flatMap((block) => {
      if (block.kind !== "code" || !/^ya?ml/i.test(block.language) || !/\balert:/.test(block.text)) {
        return [];
      }
      return parseAllDocuments(block.text)
        .flatMap((document) => (document.errors.length > 0 ? [] : rulesIn(document.toJS({ maxAliasCount: 20 }))))
        .map(({ alert, expr, labels, ...rest }) => {
          const forSeconds = rest.for === undefined ? null : findDuration(rest.for);
          const severity = labels?.["severity"];
          return {
            alert,
            expr,
            ...(forSeconds !== null && { forSeconds }),
            ...(severity !== undefined && { severity }),
            lines: block.lines,
          };
        });
    }),
  );
}

function rulesIn(value: unknown): readonly z.infer<typeof rule>[] {
  const own = rule.safeParse(value);
  if (own.success) {
    return [own.data];
  }
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(rulesIn) : [];
}
