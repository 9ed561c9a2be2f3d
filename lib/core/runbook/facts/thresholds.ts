import { findQuantities } from "../quantities";
import type { Comparator, Quantity } from "../source";
import type { Threshold } from "./facts";
import type { TextLine } from "./text-lines";

/** Words of a line that compares something measured with a figure. */
const measured =
  /threshold|memory|cpu|heap|rss|usage|utili[sz]ation|disk|error|latency|queue|(?:hit|success|failure) rate|\bratio\b|\((?:critical|warning)\)|\balert(?:s|ing)? (?:if|when|at|on)\b|\bslo\b|% full/i;
/** Words of a line in which a bare number is a figure that somebody watches. */
const watched = /threshold|\balert(?:s|ing)? (?:if|when|at|on)\b|\((?:critical|warning)\)/i;
const bareFigure =
  /([<>]=?|[≤≥])\s*(\d[\d,]*(?:\.\d+)?)(?:\s*°[CF])?(?![\w%.°>-]|,\d|\s*(?:%|(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?|days?)\b))/g;
const comparators: Readonly<Record<string, Comparator>> = {
  "≤": "<=",
  "≥": ">=",
  "<": "<",
  ">": ">",
  "<=": "<=",
  ">=": ">=",
};

/** The sentences of lines: of a paragraph in which one goes on over several lines, whole. */
export function sentencesOf(lines: readonly TextLine[]): readonly TextLine[] {
  const groups: TextLine[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && goesOn(before, line)) {
      group.push(line);
    } else {
      groups.push([line]);
    }
  }
  return groups.flatMap((group) => {
    const [first] = group;
    return first && group.length > 1
      ? group
          .map(({ text }) => text)
          .join(" ")
          .split(/(?<=[.!?])\s+(?=\p{Lu})/u)
          .map((text) => ({ ...first, text }))
      : group;
  });
}

/** "…of the device⏎exceeds 75%": the same paragraph, no end before and no beginning behind. */
function goesOn(before: TextLine, line: TextLine): boolean {
  return (
    !before.row &&
    !line.row &&
    before.lines.start === line.lines.start &&
    before.lines.end === line.lines.end &&
    /[\p{L}\d,]$/u.test(before.text) &&
    /^(?:[a-z]|[<>≤≥\d])/.test(line.text) &&
    !/\d\s*(?:%|[A-Za-z]+)$/.test(before.text)
  );
}

/** Every figure that something measured is compared with: "CPU > 80% or Memory > 80% for 5 minutes" has two. */
export function thresholdsOf({ text, lines, row }: TextLine): readonly Threshold[] {
  if (!measured.test(text)) {
    return [];
  }
  // The cells of a row speak of what its first one names.
  const named = row && text.includes(" | ") ? text.slice(0, text.indexOf(" | ")).trim() : "";
  let from = 0;
  return comparedIn(text).flatMap((quantity) => {
    const at = text.indexOf(quantity.text, from);
    const subject = subjectOf(text.slice(from, Math.max(from, at)));
    from = Math.max(from, at + quantity.text.length);
    // A figure without a unit says nothing of what it measures.
    const told = named || subject || (quantity.unit === "count" ? "" : "memory");
    return told === "" ? [] : [{ text, subject: told, quantity, lines }];
  });
}

function comparedIn(text: string): readonly Quantity[] {
  const figures = findQuantities(text)
    .map((quantity) => reached(quantity, text))
    .filter((quantity) => quantity.comparator !== undefined && quantity.unit !== "seconds")
    .filter((quantity, index, all) => !isRestated(quantity, all[index - 1], text));
  return figures.length > 0 || !watched.test(text) ? figures : bareFigures(text);
}

/** "The SLO is at 85% full". */
function reached(quantity: Quantity, text: string): Quantity {
  const at = text.indexOf(quantity.text);
  const isReached =
    quantity.comparator === undefined &&
    quantity.unit === "ratio" &&
    /\b(?:slo|alerts?|threshold|fires|pages|warns)\b.*\b(?:at|reaches|hits)\s+$/i.test(text.slice(0, at));
  return isReached ? { ...quantity, comparator: ">=" } : quantity;
}

/** "online < 3 (critical)", "Alert if load > 12.0", "> 90°C". */
function bareFigures(text: string): readonly Quantity[] {
  return [...text.matchAll(bareFigure)].flatMap(([whole, said = "", digits = ""]) => {
    const comparator = comparators[said];
    return comparator
      ? [{ text: whole.trim(), comparator, value: Number(digits.replaceAll(",", "")), unit: "count" as const }]
      : [];
  });
}

/** "above 90% (memory > 90%)": the same figure again in brackets. */
function isRestated(quantity: Quantity, before: Quantity | undefined, text: string): boolean {
  const isSame = before?.value === quantity.value && before.unit === quantity.unit;
  return isSame && /\([^()]*$/.test(text.slice(0, text.lastIndexOf(quantity.text)));
}

/** What is measured, of the words before the figure: of "Disk: df -h (Alert if > 90%)" it is the disk. */
function subjectOf(words: string): string {
  const [, label, told] =
    /^(.*?)\s*\((?:alert|warn|page|notify|critical)\w*\s*(?:if|when|at|:)?\s*([^)]*)$/i.exec(words) ?? [];
  if (label !== undefined && told !== undefined) {
    return told.trim() || label.replace(/\s*:.*$/, "");
  }
  return words
    .replace(/^[^:]*(?:threshold|prometheus|trigger)\W*:\W*/i, "")
    .replace(/^[\s,;]+/, "")
    .replace(/^\W*(?:full\s+)?(?:or|and|then)\s+/i, "")
    .replace(/\s+(?:has|is at)\s*$/i, "")
    .replace(/^the\s+(?=.*\bslo$)/i, "")
    .replace(/^.*\b(?:is (?:triggered|raised|fired)|fires) when (?:the )?/i, "")
    .replace(/^alert(?:s|ing)? (?:if|when|on) /i, "")
    .replace(/\s*\((?:critical|warning)\)\s*$/i, "")
    .replace(/[(`*:>]+\s*$/g, "")
    .trim();
}
