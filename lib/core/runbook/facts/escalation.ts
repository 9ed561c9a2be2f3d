import { findDuration, findQuantities } from "../quantities";
import type { Section } from "../runbook";
import type { Sourced } from "../source";
import { timeBoxOf } from "../time-boxes";
import { walkSections } from "../walk";
import { atOnce, type ClockedLead, clockedLeads, labelledLadder } from "./escalation-clocks";
import { isContact, isLead, type LadderLine, levelWords, type PlacedLine, placedLines } from "./escalation-lines";
import type { EscalationLevel } from "./facts";
import type { TextLine } from "./text-lines";

/** The ladder of a document: levels by "L1", "Level 2", severities of a drawn tree, or one level of plain criteria. */
export function escalationLevels(sections: readonly Section[], prose: readonly TextLine[]): readonly EscalationLevel[] {
  // With all below: "Level 1: Auto-Recovery" is a level of the ladder it stands in, whatever its own words say.
  const all = [
    ...new Set(
      [...walkSections(sections)].flatMap((section) => (isLadder(section) ? [...walkSections([section])] : [])),
    ),
  ];
  const lines = all.flatMap((section) => placedLines(section, section.blocks));
  const said = lines.filter(({ text }) => /severity:\s*[A-Z]+/i.test(text));
  // One line with a severity that is in no drawn tree is the document's own.
  const isLevel = (line: PlacedLine) => said.includes(line) && (said.length > 1 || line.block.kind === "code");
  const leads = lines.filter((line) => isLead(line.text) || isLevel(line));
  if (leads.length > 0) {
    return leads.map((lead, index) => levelOf(lead, { index, following: between(lines, lead, leads[index + 1]) }));
  }
  const clocked = clockedLeads(lines.length > 0 ? lines : [...walkSections(sections)].flatMap(labelledLadder));
  return clocked.length > 0 ? clocked.map(clockedLevel) : criteriaLevel(all, prose);
}

/** One level of plain criteria. A document that is called a ladder is so in its own words and in its ladders. */
function criteriaLevel(ladder: readonly Section[], prose: readonly TextLine[]): readonly EscalationLevel[] {
  const [first] = ladder;
  const criteria = ladder
    .filter((section) => (first?.depth ?? 2) > 1 || isLadder(section))
    .flatMap((section) => placedLines(section, section.blocks))
    .flatMap(({ text }) => (text !== "" && !/:$/.test(text) ? [text] : []));
  return first && criteria.length > 0
    ? [{ level: 1, title: first.title, criteria, contacts: criteria.filter(isContact), lines: first.lines }]
    : labelledLevels(prose);
}

/** "0-15 min | On-call": a level by its clock, of the severity that the heading around it names. */
function clockedLevel({ lead, following }: ClockedLead, index: number): EscalationLevel {
  const level = levelOf(lead, { index, following });
  const [severity] = /\b(?:P|SEV-?)[0-4]\b/i.exec(lead.heading) ?? [];
  return {
    ...level,
    ...(atOnce.test(lead.text) && { afterSeconds: 0 }),
    ...(severity !== undefined && {
      severity: { value: severity, from: "inferred", because: "the heading around it says so", lines: lead.lines },
    }),
    lines: lead.lines,
  };
}

/** "Escalation: the platform team after 15 minutes": all of the ladder, where one line and no section says so. */
function labelledLevels(prose: readonly TextLine[]): readonly EscalationLevel[] {
  const said = prose.filter(({ text }) => /^escalat(?:ion|e)(?: path| policy| to)?\s*:\s*\S/i.test(text));
  const [only] = said;
  const title = only?.text.slice(only.text.indexOf(":") + 1).trim() ?? "";
  const isSaid = said.length === 1 && (isContact(title) || findDuration(title) !== null);
  return only && isSaid ? levelsInLine({ text: title, lines: only.lines }) : [];
}

/** "The platform team (L1) → @infra-lead": a level for each that is called. */
function levelsInLine({ text, lines }: LadderLine): readonly EscalationLevel[] {
  const called = text.split(/\s+(?:→|->|=>|⇒|➡️?)\s+/u);
  return called.length > 1 && called.every((one) => isContact(one) || levelWords.test(one))
    ? called.map((one, index) => ({ ...levelOf({ text: one, lines }, { index, following: [] }), contacts: [one] }))
    : [levelOf({ text, lines }, { index: 0, following: [] })];
}

/** A document called "On-call guide" is not all of it a ladder, and its "Escalation matrix" is. */
function isLadder({ phase, depth, title }: Section): boolean {
  return phase.value === "escalation" && (depth > 1 || /escalat/i.test(title));
}

/** What stands between two leads, and in the section of the first. */
function between(lines: readonly PlacedLine[], from: PlacedLine, to: PlacedLine | undefined): readonly LadderLine[] {
  const start = lines.indexOf(from) + 1;
  return lines
    .slice(start, to ? lines.indexOf(to) : undefined)
    .filter(({ text, lines: own }) => text !== "" && own.start <= from.until);
}

/** When a level's turn comes: "(5-30 minutes)" from 5 minutes on, "60+ minutes", "after 15 min". */
function beginOf({ text, lines }: LadderLine): number | null {
  const [, count, unit] = /(\d+)\s*\+\s*(min|hour|h)/i.exec(text) ?? [];
  if (count !== undefined) {
    return findDuration(`${count} ${unit}`);
  }
  const box = timeBoxOf(text, lines);
  return box && /\d\s*(?:-|–|to)\s*\d/.test(box.text) ? box.fromSeconds : findDuration(text);
}

const automatic = /\bauto(?:matic(?:ally)?|mated)?[- ](?:recover|heal|restart|remediat|scal|rollback)|self[- ]heal/i;

/** "Severity: CRITICAL", "P1": as written. Of levels told apart by a measured rate, the first is the gravest. */
function severityOf({ text, lines }: LadderLine, rank: number | null): Sourced<string> | null {
  const [, said] = /\b(?:severity:?\s*)([A-Z]+\d?)\b/i.exec(text) ?? /\b((?:P|SEV-?)[0-4])\b/.exec(text) ?? [];
  if (said !== undefined) {
    return { value: said, from: "written", lines };
  }
  return rank === null
    ? null
    : { value: `P${Math.min(rank, 4)}`, from: "inferred", because: "its place among the levels by rate", lines };
}

function levelOf(
  lead: LadderLine,
  { index, following }: { readonly index: number; readonly following: readonly LadderLine[] },
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
