import type { Diagnostic, Operation, Runbook, Section, Severity, Step } from "@/lib/core/runbook/runbook";

/** What a rule looks at. */
export type LintInput = {
  readonly runbook: Runbook;
  readonly sections: readonly Section[];
  /** In the document's order, each with its step and section. */
  readonly operations: readonly PlacedOperation[];
  readonly shell: readonly Operation[];
  readonly world: LintWorld;
};

export type PlacedOperation = { readonly operation: Operation; readonly step: Step; readonly section: Section };

/** What the document alone does not tell; a rule that needs what is missing finds nothing. */
export type LintWorld = {
  /** Whether a path, relative to the document, is there. */
  readonly hasFile?: (path: string) => boolean;
  readonly today?: Date;
};

export type Finding = Omit<Diagnostic, "rule" | "severity">;

export type Rule = {
  readonly id: string;
  readonly severity: Severity;
  find(input: LintInput): readonly Finding[];
};

export const firstLine = { start: 1, end: 1 };

/** A rule over the shell operations that a pattern occurs in, said once for each. */
export function patternRule(rule: {
  readonly id: string;
  readonly severity: Severity;
  readonly pattern: RegExp;
  message(found: RegExpExecArray): string;
  fix?(found: RegExpExecArray): Diagnostic["fix"];
}): Rule {
  return {
    id: rule.id,
    severity: rule.severity,
    find: ({ shell }) =>
      shell.flatMap(({ script, lines }) => {
        const found = rule.pattern.exec(script);
        if (found === null) {
          return [];
        }
        const fix = rule.fix?.(found);
        return [{ message: rule.message(found), lines, ...(fix && { fix }) }];
      }),
  };
}
