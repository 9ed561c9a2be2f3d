import { alertRules } from "./alert-rules";
import type { Block, Inline } from "./block";
import { resolutionChecklist } from "./checklist-items";
import { escalationLevels } from "./escalation";
import type { ActionLine, AlertRule, Facts, Threshold } from "./facts";
import type { FrontMatter } from "./front-matter";
import { inlineText, leadText } from "./inline-text";
import { findDuration, findQuantities } from "./quantities";
import type { Section } from "./runbook";
import type { LineRange, Quantity, Sourced } from "./source";
import { walkSections } from "./walk";

/** A line of prose with where it stands. */
export type TextLine = { readonly text: string; readonly lines: LineRange };

/** All lines of prose: paragraphs, list items, table rows, headings. */
export function textLines(sections: readonly Section[]): readonly TextLine[] {
  return [...walkSections(sections)].flatMap((section) => section.blocks.flatMap(blockLines));
}

function blockLines(block: Block): readonly TextLine[] {
  switch (block.kind) {
    case "heading":
      return [{ text: inlineText(block.children), lines: block.lines }];
    case "paragraph":
      return inlineText(block.children)
        .split("\n")
        .map((text) => ({ text: text.trim(), lines: block.lines }));
    case "list":
      return block.items.flatMap((item) =>
        item.blocks.flatMap(blockLines).map((line) => ({ ...line, lines: item.lines })),
      );
    case "table":
      return block.rows.map((row) => ({ text: row.map(inlineText).join(" | "), lines: block.lines }));
    case "quote":
      return block.blocks.flatMap(blockLines);
    case "code":
    case "raw":
    case "break":
      return [];
  }
}

/** What a document says about itself: front matter first, then the first line that says it. */
export function extractFacts(sections: readonly Section[], matter: FrontMatter): Facts {
  const lines = textLines(sections);
  const rules = alertRules(sections);
  const mttr = stated(matter.mttr) ?? labelled(lines, labels.mttr);
  const mttrSeconds = mttr && findDuration(mttr.value);
  return {
    alerts: alertNames(lines, { matter, rules }),
    ...fact("severity", stated(matter.severity) ?? labelled(lines, labels.severity)),
    ...fact("trigger", labelled(lines, labels.trigger)),
    ...fact("slaImpact", labelled(lines, labels.slaImpact)),
    ...(mttr && mttrSeconds && { mttrTargetSeconds: { ...mttr, value: mttrSeconds } }),
    ...fact("owner", stated(matter.owner) ?? labelled(lines, labels.owner)),
    ...fact("reviewDate", stated(matter.review) ?? labelled(lines, labels.reviewDate)),
    ...fact("system", stated(matter.system) ?? labelled(lines, labels.system)),
    thresholds: lines.flatMap(thresholdsOf),
    escalation: escalationLevels(sections),
    resolutionChecklist: resolutionChecklist(sections),
    alertRules: rules,
    followUps: followUpLines(sections),
    notifications: lines.filter(({ text }) =>
      /^(?:notify|post (?:to|in)|announce|page|inform)\b.*(?:#[\w-]+|team|engineer|on-call|channel|stakeholder)/i.test(
        text,
      ),
    ),
    links: linksOf(sections),
  };
}

/** How the facts are labelled in bold lines, bullets and tables. */
const labels = {
  severity: /^(?:severity|priority)\s*[:|]\s*(.+)$/i,
  trigger: /^trigger\s*[:|]\s*(.+)$/i,
  slaImpact: /^(?:sla impact|business impact|impact)\s*[:|]\s*(.+)$/i,
  mttr: /^(?:mttr(?: target)?|target (?:resolution|recovery) time)\s*[:|]\s*(.+)$/i,
  owner: /^(?:owner|maintainer|team)\s*[:|]\s*(.+)$/i,
  reviewDate: /^(?:next review|review date|last (?:reviewed|updated))\s*[:|]\s*(.+)$/i,
  system: /^(?:system|service|application)\s*[:|]\s*(.+)$/i,
};

function fact<Name extends string>(
  name: Name,
  value: Sourced<string> | null,
): { readonly [Key in Name]?: Sourced<string> } {
  return value === null ? {} : ({ [name]: value } as { readonly [Key in Name]?: Sourced<string> });
}

function stated(value: string | undefined): Sourced<string> | null {
  return value === undefined ? null : { value, from: "front-matter" };
}

function labelled(lines: readonly TextLine[], pattern: RegExp): Sourced<string> | null {
  for (const { text, lines: where } of lines) {
    const value = pattern.exec(text.replace(/\*\*/g, ""))?.[1]?.trim();
    if (value) {
      return { value, from: "written", lines: where };
    }
  }
  return null;
}

const alertName = /\b([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)\b/g;

/** Names in the text that look like alerts' and stand where alerts are spoken of; those of rules; those of front matter. */
function alertNames(
  lines: readonly TextLine[],
  { matter, rules }: { readonly matter: FrontMatter; readonly rules: readonly AlertRule[] },
): Facts["alerts"] {
  const found: Sourced<string>[] = [];
  const add = (alert: Sourced<string>) => {
    if (!found.some((known) => known.value === alert.value)) {
      found.push(alert);
    }
  };
  for (const { text, lines: where } of lines.filter((line) => /\balerts?\b\s*(?:name)?\s*[:|]/i.test(line.text))) {
    for (const [, name = ""] of text.matchAll(alertName)) {
      add({ value: name, from: "written", lines: where });
    }
  }
  for (const rule of rules) {
    add({ value: rule.alert, from: "written", lines: rule.lines });
  }
  for (const value of matter.alerts ?? []) {
    add({ value, from: "front-matter" });
  }
  return found.filter((alert) => !/OOMKilled|CrashLoopBackOff/.test(alert.value));
}

/** "above 90% (memory > 90%)": the same figure again in brackets. */
function isRestated(quantity: Quantity, before: Quantity | undefined, text: string): boolean {
  const isSame = before?.value === quantity.value && before.unit === quantity.unit;
  return isSame && /\([^()]*$/.test(text.slice(0, text.lastIndexOf(quantity.text)));
}

/** Every figure that something measured is compared with: "CPU > 80% or Memory > 80% for 5 minutes" has two. */
function thresholdsOf({ text, lines }: TextLine): readonly Threshold[] {
  if (!/threshold|memory|cpu|heap|rss|usage|disk|error|latency|queue/i.test(text)) {
    return [];
  }
  let from = 0;
  return findQuantities(text)
    .filter((quantity) => quantity.comparator !== undefined && quantity.unit !== "seconds")
    .filter((quantity, index, all) => !isRestated(quantity, all[index - 1], text))
    .map((quantity) => {
      const at = text.indexOf(quantity.text, from);
      const subject = text
        .slice(from, Math.max(from, at))
        .replace(/^[^:]*(?:threshold|prometheus|trigger)\W*:\W*/i, "")
        .replace(/^\W*(?:or|and|then)\s+/i, "")
        .replace(/[(`*:>]+\s*$/g, "")
        .trim();
      from = Math.max(from, at + quantity.text.length);
      return { text, subject: subject || "memory", quantity, lines };
    });
}

/** Items of prevention and follow-up sections. */
function followUpLines(sections: readonly Section[]): readonly ActionLine[] {
  return [...walkSections(sections)]
    .filter((section) => section.phase.value === "prevention" || section.phase.value === "follow-up")
    .flatMap((section) =>
      section.blocks.flatMap((block) =>
        block.kind === "list"
          ? block.items.map((item) => ({ text: leadText(item.blocks).replace(/\s+/g, " ").trim(), lines: item.lines }))
          : [],
      ),
    )
    .filter(({ text }) => text !== "");
}

function linksOf(sections: readonly Section[]): Facts["links"] {
  const inBlock = (block: Block): Facts["links"] => {
    switch (block.kind) {
      case "heading":
      case "paragraph":
        return inInlines(block.children, block.lines);
      case "list":
        return block.items.flatMap((item) => item.blocks.flatMap(inBlock));
      case "table":
        return block.rows.flatMap((row) => row.flatMap((cell) => inInlines(cell, block.lines)));
      case "quote":
        return block.blocks.flatMap(inBlock);
      case "code":
      case "raw":
      case "break":
        return [];
    }
  };
  return [...walkSections(sections)].flatMap((section) => section.blocks.flatMap(inBlock));
}

function inInlines(children: readonly Inline[], lines: LineRange): Facts["links"] {
  return children.flatMap((inline) => {
    if (inline.kind === "link") {
      return [{ text: inlineText(inline.children), url: inline.url, lines }];
    }
    return "children" in inline ? inInlines(inline.children, lines) : [];
  });
}
