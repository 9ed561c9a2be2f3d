import type { Block, Inline } from "@/lib/core/runbook/block";
import { findQuantities } from "@/lib/core/runbook/quantities";
import type { Section } from "@/lib/core/runbook/runbook";
import type { LineRange } from "@/lib/core/runbook/source";
import { type Finding, firstLine, type Rule } from "./rule";

/** What a runbook as a whole lacks or contradicts. */
export const documentRules: readonly Rule[] = [
  {
    id: "no-alert-name",
    severity: "info",
    find: ({ runbook: { facts } }) =>
      facts.alerts.length > 0
        ? []
        : [{ message: "no alert leads here: name one, or list it under headroom.alerts", lines: firstLine }],
  },
  {
    id: "no-resolution-checklist",
    severity: "warning",
    find: ({ runbook: { facts } }) =>
      facts.resolutionChecklist.length > 0
        ? []
        : [{ message: "no resolution checklist: nothing says when it is over", lines: firstLine }],
  },
  {
    id: "no-escalation",
    severity: "info",
    find: ({ runbook: { facts } }) =>
      facts.escalation.length > 0
        ? []
        : [{ message: "no escalation: nothing says whom to call when this does not help", lines: firstLine }],
  },
  {
    id: "no-verification",
    severity: "info",
    find: ({ runbook: { facts }, sections }) =>
      facts.resolutionChecklist.length > 0 || sections.some((section) => section.phase.value === "verification")
        ? []
        : [{ message: "no verification: nothing says whether it helped", lines: firstLine }],
  },
  {
    id: "review-date-passed",
    severity: "warning",
    find: ({ runbook: { facts }, world: { today } }) => {
      const due = facts.reviewDue;
      return due && today !== undefined && Date.parse(due.value) < today.getTime()
        ? [{ message: `the review was due on ${due.value}`, lines: due.lines ?? firstLine }]
        : [];
    },
  },
  {
    id: "unknown-parameter-kind",
    severity: "info",
    find: ({ runbook: { parameters } }) =>
      parameters
        .filter((parameter) => parameter.kind.value === "free")
        .map(({ forms, lines }) => ({
          message: `nothing says what ${forms[0] ?? "it"} stands for: a pod, a host, a time?`,
          lines: lines[0] ?? firstLine,
        })),
  },
  { id: "thresholds-disagree", severity: "warning", find: ({ runbook }) => disagreements(runbook.facts.thresholds) },
  {
    id: "threshold-without-unit",
    severity: "warning",
    find: ({ sections }) =>
      sections
        .flatMap((section) => section.blocks.flatMap(linesOfText))
        .filter(({ text }) => unitless.test(text) && findQuantities(text).length === 0)
        .map(({ text, lines }) => ({
          message: `a figure without a unit: "${unitless.exec(text)?.[0].trim()}"`,
          lines,
        })),
  },
  {
    id: "dead-relative-link",
    severity: "warning",
    find: ({ sections, world: { hasFile } }) =>
      sections
        .flatMap((section) => section.blocks.flatMap(linksOf))
        .filter(({ url }) => hasFile && isRelative(url) && !hasFile(decodePath(url)))
        .map(({ url, lines }) => ({ message: `${url} is not there`, lines })),
  },
  {
    id: "change-before-evidence",
    severity: "info",
    find: ({ operations }) => {
      const isLook = (script: string) =>
        /\b(?:get|describe|logs|top|stats|events|curl -s|SELECT|free|ps)\b/.test(script);
      const first = operations[0]?.operation;
      return first && changes.test(first.script) && !isLook(first.script)
        ? [{ message: "the first thing done is a change: look first, and keep what you saw", lines: first.lines }]
        : [];
    },
  },
  {
    id: "destructive-without-check",
    severity: "warning",
    find: ({ operations, sections }) =>
      operations
        .filter(({ operation }) => destructive.test(operation.script) && operation.expectations.length === 0)
        .filter(({ section, operation }) => !isCheckedAfter(section, operation.lines.end, sections))
        .map(({ operation }) => ({
          message: "this destroys something, and nothing after it says how to see that it went well",
          lines: operation.lines,
        })),
  },
];

const changes =
  /\b(?:kubectl|oc) (?:delete|scale|patch|set|apply|rollout (?:restart|undo)|drain|cordon|edit|replace)\b|\b(?:systemctl|service|docker|docker-compose) (?:restart|stop|rm|kill)\b|\bkill\b|\breboot\b/;
const destructive =
  /\b(?:kubectl|oc) (?:delete|drain|replace --force)\b|\brm -[a-z]*[rf]|\b(?:DROP|TRUNCATE|DELETE FROM)\b|\bFLUSH(?:DB|ALL)\b|\bkill -(?:9|KILL)\b|\bdocker (?:rm|system prune|volume rm)\b|\bhelm (?:uninstall|delete)\b|pg_terminate_backend|\bmkfs|\bdd if=|\breboot\b|\bterraform destroy\b/i;
const unitless =
  /\b(?:memory|heap|rss|disk|latency|cpu)(?: usage)?\s*(?:is |stays |should be )?(?:[<>]=?|above|below|over|under|exceeds)\s*\d+(?:\.\d+)?(?=[\s,.;)]|$)/i;

/** Something that can be seen comes after it: an expectation, a verification step, or a command that reads. */
function isCheckedAfter(section: Section, line: number, sections: readonly Section[]): boolean {
  const here = section.steps.some(
    (step) =>
      step.lines.end > line &&
      (step.expectations.length > 0 ||
        step.operations.some(({ script }) =>
          /\b(?:get|describe|logs|top|status|ps|curl|SELECT|verify|check)\b/i.test(script),
        )),
  );
  return here || sections.some(({ phase, lines }) => phase.value === "verification" && lines.start > line);
}

function disagreements(
  thresholds: readonly {
    readonly subject: string;
    readonly lines: LineRange;
    readonly quantity: {
      readonly comparator?: string;
      readonly unit: string;
      readonly value: number;
      readonly text: string;
    };
  }[],
): readonly Finding[] {
  const bySubject = Map.groupBy(
    thresholds,
    ({ subject, quantity }) => `${subject.toLowerCase()} ${quantity.comparator} ${quantity.unit}`,
  );
  return [...bySubject.values()].flatMap(([first, ...more]) =>
    more
      .filter(({ quantity }) => quantity.value !== first?.quantity.value)
      .map(({ quantity, lines }) => ({
        message: `${quantity.text} here, ${first?.quantity.text} in line ${first?.lines.start}`,
        lines,
      })),
  );
}

function linesOfText(block: Block): readonly { readonly text: string; readonly lines: LineRange }[] {
  switch (block.kind) {
    case "paragraph":
      return [{ text: wordsOf(block.children), lines: block.lines }];
    case "list":
      return block.items.flatMap((item) => item.blocks.flatMap(linesOfText));
    case "quote":
      return block.blocks.flatMap(linesOfText);
    default:
      return [];
  }
}

function wordsOf(children: readonly Inline[]): string {
  return children
    .map((inline) => ("children" in inline ? wordsOf(inline.children) : "text" in inline ? inline.text : " "))
    .join("");
}

type Link = { readonly url: string; readonly lines: LineRange };

function linksOf(block: Block): readonly Link[] {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return urlsOf(block.children).map((url) => ({ url, lines: block.lines }));
    case "list":
      return block.items.flatMap((item) => item.blocks.flatMap(linksOf));
    case "quote":
      return block.blocks.flatMap(linksOf);
    case "table":
      return block.rows.flat().flatMap((cell) => urlsOf(cell).map((url) => ({ url, lines: block.lines })));
    default:
      return [];
  }
}

function urlsOf(children: readonly Inline[]): readonly string[] {
  return children.flatMap((inline) => [
    ...("url" in inline ? [inline.url] : []),
    ...("children" in inline ? urlsOf(inline.children) : []),
  ]);
}

function isRelative(url: string): boolean {
  return url !== "" && !/^(?:[a-z][a-z0-9+.-]*:|#|\/|<|\{)/i.test(url);
}

function decodePath(url: string): string {
  const path = url.replace(/[?#].*$/, "");
  return URL.canParse(`http://x/${path}`) && !/%(?![0-9a-f]{2})/i.test(path) ? decodeURIComponent(path) : path;
}
