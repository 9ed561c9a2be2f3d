import { analyseScript } from "@/lib/core/shell/analyse-script";
import { maskParameters } from "./mask-parameters";
import type { Diagnostic, Operation, Runbook, Severity } from "./runbook";
import { walkOperations, walkSections } from "./walk";

type Finding = Omit<Diagnostic, "rule" | "severity">;
type Rule = {
  readonly id: string;
  readonly severity: Severity;
  find(runbook: Runbook, operations: readonly Operation[]): readonly Finding[];
};

const top = { start: 1, end: 1 };

/** What can be wrong with a runbook, one entry a rule. */
const rules: readonly Rule[] = [
  {
    id: "no-alert-name",
    severity: "info",
    find: ({ facts }) =>
      facts.alerts.length > 0
        ? []
        : [{ message: "no alert leads here: name one, or list it under headroom.alerts", lines: top }],
  },
  {
    id: "no-resolution-checklist",
    severity: "warning",
    find: ({ facts }) =>
      facts.resolutionChecklist.length > 0
        ? []
        : [{ message: "no resolution checklist: nothing says when it is over", lines: top }],
  },
  {
    id: "no-escalation",
    severity: "info",
    find: ({ facts }) =>
      facts.escalation.length > 0
        ? []
        : [{ message: "no escalation: nothing says whom to call when this does not help", lines: top }],
  },
  {
    id: "no-verification",
    severity: "info",
    find: ({ sections, facts }) =>
      facts.resolutionChecklist.length > 0 ||
      [...walkSections(sections)].some((section) => section.phase.value === "verification")
        ? []
        : [{ message: "no verification: nothing says whether it helped", lines: top }],
  },
  {
    id: "kubectl-without-namespace",
    severity: "info",
    find: (_runbook, operations) => {
      const kubectl = operations.filter(({ script }) => /\bkubectl\b/.test(script));
      const isNamed = (operation: Operation) => /\s(?:-n|--namespace|-A|--all-namespaces)\b/.test(operation.script);
      const usesOne = kubectl.some(isNamed);
      return usesOne
        ? kubectl
            .filter((operation) => !isNamed(operation))
            .map(({ lines }) => ({
              message: "kubectl without -n, while other commands here name a namespace: the incident's is used",
              lines,
            }))
        : [];
    },
  },
  {
    id: "export-never-reaches-the-pod",
    severity: "warning",
    find: (_runbook, operations) =>
      operations
        .filter(({ script }) => /^\s*export\s+\w+=/m.test(script) && /rollout restart/.test(script))
        .map(({ lines }) => ({ message: "an exported variable never reaches the pod: use kubectl set env", lines })),
  },
  {
    id: "unparsable-shell",
    severity: "warning",
    find: (_runbook, operations) =>
      operations.flatMap(({ script, language, lines }) => {
        const { problems } = language === "shell" ? analyseScript(maskParameters(script)) : { problems: [] };
        return problems.length > 0 ? [{ message: `the command does not parse: ${problems[0]}`, lines }] : [];
      }),
  },
  {
    id: "url-with-spaces",
    severity: "warning",
    find: (_runbook, operations) =>
      operations
        .filter(({ script }) => /curl[^\n]*["']https?:\/\/[^"'\n]*\s[^"'\n]*["']/.test(script))
        .map(({ lines }) => ({ message: "curl rejects a URL with spaces: use -G --data-urlencode", lines })),
  },
  {
    id: "empty-selector",
    severity: "error",
    find: (_runbook, operations) =>
      operations
        .filter(({ script }) => /(?:-l|--selector)[= ](?:""|'')/.test(script))
        .map(({ lines }) => ({ message: "an empty selector means everything", lines })),
  },
  {
    id: "interactive-command",
    severity: "info",
    find: (_runbook, operations) =>
      operations
        .filter(
          ({ script }) =>
            /\b(?:vim?|nano|less|more|htop)\s/.test(script) || /exec\s+-it?\b[^\n]*--\s*(?:ba)?sh\s*$/m.test(script),
        )
        .map(({ lines }) => ({ message: "an interactive command: it can only be done by hand", lines })),
  },
  {
    id: "unknown-parameter-kind",
    severity: "info",
    find: ({ parameters }) =>
      parameters
        .filter((parameter) => parameter.kind.value === "free")
        .map(({ forms, lines }) => ({
          message: `nothing says what ${forms[0] ?? "it"} stands for`,
          lines: lines[0] ?? top,
        })),
  },
  {
    id: "thresholds-disagree",
    severity: "warning",
    find: ({ facts }) => {
      const bySubject = new Map<string, (typeof facts.thresholds)[number]>();
      return facts.thresholds.flatMap((threshold) => {
        const { comparator, unit } = threshold.quantity;
        const key = `${threshold.subject.toLowerCase()} ${comparator} ${unit}`;
        const known = bySubject.get(key);
        bySubject.set(key, known ?? threshold);
        return known && known.quantity.value !== threshold.quantity.value
          ? [
              {
                message: `${threshold.quantity.text} here, ${known.quantity.text} in line ${known.lines.start}`,
                lines: threshold.lines,
              },
            ]
          : [];
      });
    },
  },
];

/** All findings of a runbook, by line. */
export function lintRunbook(runbook: Runbook): readonly Diagnostic[] {
  const operations = [...walkOperations(runbook)].map(({ operation }) => operation);
  return rules
    .flatMap(({ id, severity, find }) =>
      find(runbook, operations).map((finding) => ({ rule: id, severity, ...finding })),
    )
    .sort((a, b) => a.lines.start - b.lines.start);
}
