import type { Block } from "./block";
import type { EscalationLevel } from "./facts";
import { inlineText, leadText } from "./inline-text";
import { findDuration, findQuantities } from "./quantities";
import type { Section } from "./runbook";
import type { LineRange, Sourced } from "./source";
import type { TextLine } from "./text-lines";
import { timeBoxOf } from "./time-boxes";
import { walkSections } from "./walk";

type Line = { readonly text: string; readonly lines: LineRange };
/** `until`: the last line of the section it stands in. */
type PlacedLine = Line & { readonly until: number };

const levelWords = /\b(?:L|level|tier)\s*(\d)\b/i;

/** The ladder of a document: levels by "L1", "Level 2", severities of a drawn tree, or one level of plain criteria. */
export function escalationLevels(sections: readonly Section[], prose: readonly TextLine[]): readonly EscalationLevel[] {
  // With all below: "Level 1: Auto-Recovery" is a level of the ladder it stands in, whatever its own words say.
  const all = [
    ...new Set(
      [...walkSections(sections)].flatMap((section) => (isLadder(section) ? [...walkSections([section])] : [])),
    ),
  ];
  const lines = all.flatMap((section) =>
    section.blocks.flatMap(linesOf).map((line): PlacedLine => ({ ...line, until: section.lines.end })),
  );
  const leads = lines.filter(({ text }) => isLead(text) || /severity:\s*[A-Z]+/i.test(text));
  if (leads.length > 0) {
    return leads.map((lead, index) => levelOf(lead, { index, following: between(lines, lead, leads[index + 1]) }));
  }
  const criteria = lines.filter(({ text }) => text !== "" && !/:$/.test(text)).map(({ text }) => text);
  const [first] = all;
  return first && criteria.length > 0
    ? [{ level: 1, title: first.title, criteria, contacts: criteria.filter(isContact), lines: first.lines }]
    : labelledLevel(prose);
}

/** "Escalation: the platform team after 15 minutes": the only level, where one line and no section says so. */
function labelledLevel(prose: readonly TextLine[]): readonly EscalationLevel[] {
  const said = prose.filter(({ text }) => /^escalat(?:ion|e)(?: path| policy| to)?\s*:\s*\S/i.test(text));
  const [only] = said;
  const title = only?.text.slice(only.text.indexOf(":") + 1).trim() ?? "";
  const isSaid = said.length === 1 && (isContact(title) || findDuration(title) !== null);
  return only && isSaid ? [levelOf({ text: title, lines: only.lines }, { index: 0, following: [] })] : [];
}

/** A document called "On-call guide" is not all of it a ladder, and its "Escalation matrix" is. */
function isLadder({ phase, depth, title }: Section): boolean {
  return phase.value === "escalation" && (depth > 1 || /escalat/i.test(title));
}

/** "Level 2 …", or a heading with the clock of a level: "Short-term actions (5-15 minutes)". */
function isLead(text: string): boolean {
  return levelWords.test(text) || /\(\s*\d+\s*(?:[-–+]|to)\s*\d*\s*(?:min|hour)/i.test(text);
}

function linesOf(block: Block): readonly Line[] {
  switch (block.kind) {
    case "paragraph":
      return inlineText(block.children)
        .split("\n")
        .map((text) => ({ text: text.trim(), lines: block.lines }));
    case "list":
      return block.items.flatMap((item) => [
        { text: leadText(item.blocks).trim(), lines: item.lines },
        ...item.blocks.slice(1).flatMap(linesOf),
      ]);
    case "table":
      return block.rows.slice(1).map((row) => ({ text: row.map(inlineText).join(" | "), lines: block.lines }));
    case "code":
      // Trees drawn with lines: the words without the drawing.
      return block.text.split("\n").map((text, index) => ({
        text: text.replace(/^[\s│├└─┬┼|+→>`-]+/, "").trim(),
        lines: { start: block.lines.start + 1 + index, end: block.lines.start + 1 + index },
      }));
    case "heading":
      return isLead(inlineText(block.children)) ? [{ text: inlineText(block.children), lines: block.lines }] : [];
    case "quote":
    case "raw":
    case "break":
      return [];
  }
}

/** What stands between two leads, and in the section of the first. */
function between(lines: readonly PlacedLine[], from: PlacedLine, to: PlacedLine | undefined): readonly Line[] {
  const start = lines.indexOf(from) + 1;
  return lines
    .slice(start, to ? lines.indexOf(to) : undefined)
    .filter(({ text, lines: own }) => text !== "" && own.start <= from.until);
}

/** When a level's turn comes: "(5-30 minutes)" from 5 minutes on, "60+ minutes", "after 15 min". */
function beginOf({ text, lines }: Line): number | null {
  const [, count, unit] = /(\d+)\s*\+\s*(min|hour|h)/i.exec(text) ?? [];
  if (count !== undefined) {
    return findDuration(`${count} ${unit}`);
  }
  const box = timeBoxOf(text, lines);
  return box && /\d\s*(?:-|–|to)\s*\d/.test(box.text) ? box.fromSeconds : findDuration(text);
}

function isContact(text: string): boolean {
  return /@|#\w|\bpage\b|on-call|engineer|team|lead|manager|cto|contact/i.test(text);
}

const automatic = /\bauto(?:matic(?:ally)?|mated)?[- ](?:recover|heal|restart|remediat|scal|rollback)|self[- ]heal/i;

/** "Severity: CRITICAL", "P1": as written. Of levels told apart by a measured rate, the first is the gravest. */
function severityOf({ text, lines }: Line, rank: number | null): Sourced<string> | null {
  const [, said] = /\b(?:severity:?\s*)([A-Z]+\d?)\b/i.exec(text) ?? /\b((?:P|SEV-?)[0-4])\b/.exec(text) ?? [];
  if (said !== undefined) {
    return { value: said, from: "written", lines };
  }
  return rank === null
    ? null
    : { value: `P${Math.min(rank, 4)}`, from: "inferred", because: "its place among the levels by rate", lines };
}

function levelOf(
  lead: Line,
  { index, following }: { readonly index: number; readonly following: readonly Line[] },
): EscalationLevel {
  const title = lead.text.replace(/\*\*/g, "");
  const afterSeconds = beginOf(lead);
  const contacts = [lead, ...following].map(({ text }) => text).filter(isContact);
  const check = findQuantities(title).find(({ unit }) => unit !== "seconds");
  const severity = severityOf(lead, check === undefined ? null : index);
  return {
    level: Number(levelWords.exec(title)?.[1] ?? index + 1),
    title,
    ...(afterSeconds !== null && { afterSeconds }),
    ...(check && { check }),
    ...(severity && { severity }),
    ...(automatic.test(title) && { isAutomatic: true as const }),
    criteria: following.map(({ text }) => text),
    contacts,
    lines: { start: lead.lines.start, end: following.at(-1)?.lines.end ?? lead.lines.end },
  };
}
