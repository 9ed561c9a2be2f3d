import type { FrontMatter } from "../front-matter";
import type { Sourced } from "../source";
import { writtenDate } from "./dates";
import type { Facts } from "./facts";
import { fact, labelled, stated } from "./labelled-facts";
import type { TextLine } from "./text-lines";

const due = /^(?:next review(?: date| due)?|review (?:date|by|due(?: date)?)|valid until)\s*[:|]\s*(.+)$/i;
const last =
  /^(?:last (?:review(?:ed)?|updated?|modified|tested|verified|revision)|updated|reviewed)(?: date)?(?: on)?\s*[:|]\s*(.+)$/i;
const cycle = /^(?:review (?:frequency|cycle|cadence|schedule|interval)|reviewed? every)\s*[:|]\s*(.+)$/i;

/** What the text says of its review, and the day the next one is due: stated, or the last one and the interval. */
export function reviewFacts(lines: readonly TextLine[], matter: FrontMatter): Pick<Facts, "reviewDate" | "reviewDue"> {
  const said = stated(matter.review) ?? labelled(lines, due);
  const before = labelled(lines, last);
  const every = labelled(lines, cycle) ?? said;
  const date = writtenDate(said?.value ?? "");
  const reckoned = date === null ? afterLast(before, every) : null;
  const reviewDue: Sourced<string> | null = said && date !== null ? { ...said, value: date } : reckoned;
  return { ...fact("reviewDate", said ?? before), ...fact("reviewDue", reviewDue) };
}

function afterLast(before: Sourced<string> | null, every: Sourced<string> | null): Sourced<string> | null {
  const days = daysOf(every?.value ?? "");
  const from = Date.parse(writtenDate(before?.value ?? "") ?? "");
  if (days === null || Number.isNaN(from) || !before || !every) {
    return null;
  }
  const value = new Date(from + days * 86_400_000).toISOString().slice(0, 10);
  return {
    value,
    from: "inferred",
    because: `last on ${new Date(from).toISOString().slice(0, 10)}, then ${every.value}`,
    ...(before.lines && { lines: before.lines }),
  };
}

const named: readonly (readonly [RegExp, number])[] = [
  [/semi-?annual|half[- ]year|biannual/i, 182],
  [/quarter/i, 91],
  [/annual|yearly/i, 365],
  [/monthly/i, 30],
  [/weekly/i, 7],
];
const daysPer: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };

function daysOf(text: string): number | null {
  const [, count = "1", unit = ""] = /(?:every\s+)(\d+)?\s*(day|week|month|quarter|year)s?\b/i.exec(text) ?? [];
  const each = daysPer[unit.toLowerCase()];
  return each === undefined ? (named.find(([words]) => words.test(text))?.[1] ?? null) : Number(count) * each;
}

/** "Business Hours Only: Yes", "business hours only" in a sentence of its own, or front matter. */
export function businessHours(lines: readonly TextLine[], matter: FrontMatter): Pick<Facts, "businessHoursOnly"> {
  if (matter.businessHoursOnly !== undefined) {
    return { businessHoursOnly: { value: matter.businessHoursOnly, from: "front-matter" } };
  }
  const found = lines.find(({ text }) => /\b(?:business|office|working)[- ]hours only\b/i.test(text));
  const isDenied = found && /:\s*(?:no|false|n\/a|none)\b|24[x×/]7/i.test(found.text);
  return found ? { businessHoursOnly: { value: !isDenied, from: "written", lines: found.lines } } : {};
}
