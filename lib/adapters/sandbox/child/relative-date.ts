const MINUTE = 60_000;

/** Milliseconds; months and years are as long as the calendar says. */
const units: ReadonlyMap<string, number | "month" | "year"> = new Map<string, number | "month" | "year">([
  ["second", 1000],
  ["sec", 1000],
  ["minute", MINUTE],
  ["min", MINUTE],
  ["hour", 60 * MINUTE],
  ["day", 1440 * MINUTE],
  ["week", 7 * 1440 * MINUTE],
  ["fortnight", 14 * 1440 * MINUTE],
  ["month", "month"],
  ["year", "year"],
]);

const term = /([+-]?)\s*\b(\d+)\s*([a-z]+?)s?\b(\s+ago\b)?/gi;
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const weekday =
  /\b(?:(next|last|this)\s+)?(sun(?:day)?|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?)\b(?!,)/i;

/** `date -Iseconds`: the sandbox's clock is UTC. */
const isoFormats: Readonly<Record<string, string>> = {
  "": "+%Y-%m-%d",
  date: "+%Y-%m-%d",
  hours: "+%Y-%m-%dT%H+00:00",
  minutes: "+%Y-%m-%dT%H:%M+00:00",
  seconds: "+%Y-%m-%dT%H:%M:%S+00:00",
  ns: "+%Y-%m-%dT%H:%M:%S,%N+00:00",
};

/** `--rfc-3339=seconds`. */
const rfcFormats: Readonly<Record<string, string>> = {
  date: "+%Y-%m-%d",
  seconds: "+%Y-%m-%d %H:%M:%S+00:00",
  ns: "+%Y-%m-%d %H:%M:%S.%N+00:00",
};

/**
 * `date -d '1 hour ago'`, `--date='-30 minutes'`, `-d 'next monday'`, BSD's `-v-1H`: as an epoch time, which the built-in
 * reads. What is not understood stays as it is written.
 */
export function relativeEpoch(argv: readonly string[], nowMs: number): string[] {
  const words = argv.flatMap(plainWords);
  return withEpoch(words, /^(?:-d|--date)$/, nowMs);
}

const bsdUnits: Readonly<Record<string, string>> = {
  S: "second",
  M: "minute",
  H: "hour",
  d: "day",
  w: "week",
  m: "month",
  y: "year",
};

function plainWords(word: string): readonly string[] {
  const [, long] = /^--date=(.*)$/s.exec(word) ?? [];
  const [, sign = "", count, unit = ""] = /^-v([+-]?)(\d+)([SMHdwmy])$/.exec(word) ?? [];
  if (long !== undefined || count !== undefined) {
    return ["-d", long ?? `${sign}${count} ${bsdUnits[unit]}`];
  }
  const [, iso] = /^(?:-I|--iso-8601=?)(\w*)$/.exec(word) ?? [];
  const [, rfc = ""] = /^--rfc-3339=(.*)$/.exec(word) ?? [];
  return [(iso === undefined ? rfcFormats[rfc] : isoFormats[iso]) ?? word];
}

/** The words with an epoch time behind the option that takes a date, where it is said in words. */
export function withEpoch(words: readonly string[], option: RegExp, nowMs: number): string[] {
  const at = words.findIndex((word) => option.test(word));
  const epoch = at === -1 ? null : epochOf(words[at + 1] ?? "", nowMs);
  return epoch === null ? [...words] : words.with(at + 1, `@${epoch}`);
}

/** Seconds of a time that is said by words that count (`2 days ago`, `tomorrow 10:00`, `friday`); null for others. */
function epochOf(said: string, nowMs: number): number | null {
  const counted = said
    .replace(/\b(?:next|last)\s+([a-z]+?)s?\b/gi, (text, unit: string) => relativeUnit(text, unit))
    .replace(/\byesterday\b/gi, "-1 day")
    .replace(/\btomorrow\b/gi, "+1 day");
  const terms = [...counted.matchAll(term)].filter(([, , , unit = ""]) => units.has(unit.toLowerCase()));
  const named = weekday.exec(counted);
  const withoutTerms = terms.reduce((text, [written]) => text.replace(written, " "), counted);
  const rest = (named ? withoutTerms.replace(named[0], " ") : withoutTerms).trim();
  const isTime = /^\d{1,2}:\d{2}(?::\d{2})?$/.test(rest);
  if (terms.length === 0 && !isTime && !(named && rest === "")) {
    return null;
  }
  const base = baseOf(rest, named !== null, nowMs);
  const moved = terms.reduce(moveBy, named ? weekdayAt(base, named) : base);
  return Number.isNaN(moved) ? null : Math.floor(moved / 1000);
}

function relativeUnit(text: string, unit: string): string {
  return units.has(unit.toLowerCase()) ? `${/^next/i.test(text) ? "+" : "-"}1 ${unit}` : text;
}

function baseOf(rest: string, isMidnight: boolean, nowMs: number): number {
  const today = nowMs - (nowMs % (1440 * MINUTE));
  const words = rest.replace(/\b(?:now|today)\b/gi, " ").trim();
  if (words === "") {
    return isMidnight ? today : nowMs;
  }
  const [, hours, minutes, seconds = "0"] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(words) ?? [];
  return hours === undefined
    ? Date.parse(words)
    : today + (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds) * 1000;
}

/** Today when it is that day, unless the next or the last one is asked for. */
function weekdayAt(base: number, [, which = "", name = ""]: RegExpExecArray): number {
  const ahead = (days.indexOf(name.slice(0, 3).toLowerCase()) - new Date(base).getUTCDay() + 7) % 7;
  const count = /last/i.test(which) ? ahead - 7 : /next/i.test(which) && ahead === 0 ? 7 : ahead;
  return base + count * 1440 * MINUTE;
}

function moveBy(at: number, [, sign, count, unit = "", ago]: RegExpExecArray): number {
  const size = units.get(unit.toLowerCase()) ?? 0;
  const many = (ago !== undefined) !== (sign === "-") ? -Number(count) : Number(count);
  if (typeof size === "number") {
    return at + many * size;
  }
  const moved = new Date(at);
  return size === "month"
    ? moved.setUTCMonth(moved.getUTCMonth() + many)
    : moved.setUTCFullYear(moved.getUTCFullYear() + many);
}
