import { inlineText } from "../markdown/inline-text";
import type { Section } from "../runbook";
import { isContact, type PlacedLine, placedLines } from "./escalation-lines";

/** A line that begins with a clock: "0-15 min | On-call", "> 60 min | …", "5 minutes: …", "T+30m - …". */
const clock =
  /^(?:(?:after|within|at|t ?\+|>|\+)\s*)?~?\d+\s*(?:(?:[-–]|to)\s*\d+\s*)?\+?\s*(?:m|mins?|minutes?|h|hrs?|hours?)\+?\s*(?:[:|,→]|->|[-–—] )/i;
/** "If nobody answers within 15 minutes, escalate to …", "escalate to … after an hour". */
const turn =
  /\b(?:within|after|for)\s+(?:more than |another )?\d+\s*(?:mins?|minutes?|h|hours?)\b(?! of\b)[^.]*\b(?:escalat|page|notify|call|engage|contact|inform)|\bescalat[^.]*\b(?:after|within)\s+\d+\s*(?:mins?|minutes?|h|hours?)\b/i;
/** What is done at once, where others of its kind have a clock. */
export const atOnce = /^immediate(?:ly)?\s*[:|,-]|^(?:page|call|escalate|notify|contact)\b.*\bimmediately\b/i;

export type ClockedLead = { readonly lead: PlacedLine; readonly following: readonly PlacedLine[] };

/**
 * The levels of a ladder that names times and no levels. What belongs to each are the lines below it in its own list;
 * contacts stand with the level that names them, those that none names with the first.
 */
export function clockedLeads(lines: readonly PlacedLine[]): readonly ClockedLead[] {
  const hasTurn = (text: string) => clock.test(text) || turn.test(text);
  if (!lines.some(({ text }) => hasTurn(text))) {
    return [];
  }
  const leads = lines.filter(({ text }) => hasTurn(text) || atOnce.test(text));
  const below = leads.map((lead, index) => {
    const next = leads[index + 1];
    return lines
      .slice(lines.indexOf(lead) + 1, next && lines.indexOf(next))
      .filter(({ text, block, lines: own }) => text !== "" && block === lead.block && own.end <= lead.lines.end);
  });
  const known = new Set([...leads, ...below.flat()]);
  const places = new Set(leads.map(({ heading }) => heading));
  const contacts = lines.filter(
    (line) =>
      !known.has(line) &&
      isContact(line.text) &&
      /[:|]\s*\S/.test(line.text) &&
      (places.has(line.heading) || /contact|on-?call|rotation/i.test(line.heading)),
  );
  const levelOf = ({ text }: PlacedLine) => {
    const name = (/^([^:|]+?)\s*[:|]/.exec(text)?.[1] ?? "").toLowerCase();
    return Math.max(
      0,
      leads.findIndex((lead) => name !== "" && lead.text.toLowerCase().includes(name)),
    );
  };
  return leads.map((lead, index) => ({
    lead,
    following: [...(below[index] ?? []), ...contacts.filter((contact) => levelOf(contact) === index)],
  }));
}

/** The list or table under a label of its own, "**Escalation**:", in a section that is no ladder. */
export function labelledLadder(section: Section): readonly PlacedLine[] {
  return placedLines(
    section,
    section.blocks.filter((block, index) => {
      const label = section.blocks[index - 1];
      return (
        (block.kind === "list" || block.kind === "table") &&
        label?.kind === "paragraph" &&
        /^escalation(?: path| policy| timeline| ladder)?:?$/i.test(inlineText(label.children).trim())
      );
    }),
  );
}
