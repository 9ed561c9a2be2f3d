import type { Comparator, Quantity } from "./source";

/** MB is 10^6, MiB and Mi are 2^20, Docker's bare `g` and `m` are 2^30 and 2^20. */
const byteUnits: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  ki: 2 ** 10,
  kib: 2 ** 10,
  mi: 2 ** 20,
  mib: 2 ** 20,
  gi: 2 ** 30,
  gib: 2 ** 30,
  ti: 2 ** 40,
  tib: 2 ** 40,
  g: 2 ** 30,
  m: 2 ** 20,
};
const timeUnits: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  day: 86_400,
  days: 86_400,
};
const comparators: Readonly<Record<string, Comparator>> = {
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "≤": "<=",
  "≥": ">=",
  "=": "=",
  "==": "=",
  below: "<",
  under: "<",
  "less than": "<",
  above: ">",
  over: ">",
  "more than": ">",
  exceeds: ">",
  exceeded: ">",
  exceeding: ">",
  crosses: ">",
  crossed: ">",
  "greater than": ">",
  "higher than": ">",
  "lower than": "<",
  within: "within",
  "at least": ">=",
  "at most": "<=",
};

const comparatorWords = Object.keys(comparators)
  .sort((a, b) => b.length - a.length)
  .map((word) => word.replace(/[<>=]/g, "\\$&"))
  .join("|");
const unitWords = [...Object.keys(byteUnits), ...Object.keys(timeUnits), "%", "cores?"]
  .sort((a, b) => b.length - a.length)
  .join("|");
const pattern = new RegExp(
  `(${comparatorWords})?\\s*~?(\\d[\\d,]*(?:\\.\\d+)?)\\s*(${unitWords})(?![A-Za-z])(\\s*(?:/|per )\\s*(?:s|sec|second|min|minute|h|hour))?(?:\\s+of\\s+(?:the\\s+)?((?:[\\d.]+\\s*[A-Za-z]+\\s+)?(?:memory\\s+)?(?:limits?|requests?|capacity)))?`,
  "gi",
);
const windowPattern =
  /\b(?:for|in|over|within|last)\s+(?:the\s+|at least\s+|more than\s+|longer than\s+|over\s+)?(?:last\s+)?(\d+(?:\.\d+)?)\s*(ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?|days?)\b/i;

/** All quantities written in a line of text, in order: `> 1.8GB`, `< 80% of limits`, `>50MB/min`, `for 5 minutes`. */
export function findQuantities(text: string): readonly Quantity[] {
  return /\d/.test(text) ? [...text.matchAll(pattern)].flatMap((found) => quantityOf(found, text) ?? []) : [];
}

/** The first quantity of a text that is compared with something; null when there is none. */
export function findThreshold(text: string): Quantity | null {
  return (
    findQuantities(text).find((quantity) => quantity.comparator !== undefined && quantity.unit !== "seconds") ?? null
  );
}

/** A span of time written in a text, in seconds: "10 minutes", "1.5 h", "10m" (front matter). Null when there is none. */
export function findDuration(text: string): number | null {
  const [, count, unit = ""] =
    /(\d+(?:\.\d+)?)\s*(ms|seconds?|secs?|s|minutes?|mins?|m|hours?|h|days?|d)\b/i.exec(text) ?? [];
  const factor = { m: 60, d: 86_400 }[unit.toLowerCase()] ?? timeUnits[unit.toLowerCase()];
  return count === undefined || factor === undefined ? null : Number(count) * factor;
}

/** Of a unit of time: a bare `m` is a minute here. */
function secondsOf(unit: string): number {
  return unit.toLowerCase() === "m" ? 60 : (timeUnits[unit.toLowerCase()] ?? 1);
}

/** "> 5% over 5m", "for more than 5m": minutes, and no megabytes of Docker's. */
function isMinutes(comparator: string, before: string): boolean {
  return /^(?:over|within)$/i.test(comparator) || /\bfor\s+$/i.test(before);
}

function quantityOf(found: RegExpMatchArray, text: string): Quantity | null {
  const [whole, said, digits = "", unitText = "", per, of] = found;
  const number = Number(digits.replaceAll(",", ""));
  const unit = unitText.toLowerCase();
  const comparator = said === undefined ? undefined : comparators[said.toLowerCase()];
  const base = baseOf(number, unit, per);
  if (!base || (unit === "m" && isMinutes(said ?? "", text.slice(0, found.index)))) {
    return null;
  }
  const window = windowPattern.exec(text.slice((found.index ?? 0) + whole.length));
  const windowSeconds = window && base.unit !== "seconds" ? Number(window[1]) * secondsOf(window[2] ?? "") : null;
  return {
    text: whole.trim(),
    ...(comparator && { comparator }),
    ...base,
    ...(of && { of: of.trim() }),
    ...(windowSeconds !== null && { windowSeconds }),
  };
}

function baseOf(number: number, unit: string, per: string | undefined): Pick<Quantity, "value" | "unit"> | null {
  if (unit === "%") {
    return { value: number / 100, unit: "ratio" };
  }
  if (unit.startsWith("core")) {
    return { value: number, unit: "cores" };
  }
  const bytes = byteUnits[unit];
  if (bytes !== undefined) {
    const seconds = per === undefined ? null : (timeUnits[per.replace(/[/\s]|per/g, "")] ?? 1);
    return seconds === null
      ? { value: number * bytes, unit: "bytes" }
      : { value: (number * bytes) / seconds, unit: "bytes-per-second" };
  }
  const seconds = timeUnits[unit];
  return seconds === undefined ? null : { value: number * seconds, unit: "seconds" };
}
