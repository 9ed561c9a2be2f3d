const unitSeconds: Readonly<Record<string, number>> = {
  second: 1,
  sec: 1,
  minute: 60,
  min: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
};

const term = /([+-]?)\s*(\d+)\s*([a-z]+?)s?\b(\s+ago\b)?/gi;

/** `date -Iseconds`: the sandbox's clock is UTC. */
const isoFormats: Readonly<Record<string, string>> = {
  "": "+%Y-%m-%d",
  date: "+%Y-%m-%d",
  hours: "+%Y-%m-%dT%H+00:00",
  minutes: "+%Y-%m-%dT%H:%M+00:00",
  seconds: "+%Y-%m-%dT%H:%M:%S+00:00",
  ns: "+%Y-%m-%dT%H:%M:%S,%N+00:00",
};

/**
 * `date -d '1 hour ago'`, `--date='-30 minutes'`, `-d '2024-01-01 + 1 day'`, BSD's `-v-1H`: as an epoch time, which the
 * built-in reads. What is not understood stays as it is written.
 */
export function relativeEpoch(argv: readonly string[], nowMs: number): string[] {
  const words = argv.flatMap((word) => {
    const [, long] = /^--date=(.*)$/s.exec(word) ?? [];
    const [, sign = "", count, unit = ""] = /^-v([+-]?)(\d+)([SMHdw])$/.exec(word) ?? [];
    const bsd = { S: "second", M: "minute", H: "hour", d: "day", w: "week" }[unit];
    const [, precision] = /^(?:-I|--iso-8601=?)(\w*)$/.exec(word) ?? [];
    if (precision !== undefined) {
      return [isoFormats[precision] ?? word];
    }
    return long !== undefined ? ["-d", long] : bsd !== undefined ? ["-d", `${sign}${count} ${bsd}`] : [word];
  });
  const at = words.findIndex((word) => word === "-d" || word === "--date");
  const epoch = at === -1 ? null : epochOf(words[at + 1] ?? "", nowMs);
  return epoch === null ? words : words.with(at + 1, `@${epoch}`);
}

function epochOf(said: string, nowMs: number): number | null {
  const terms = [...said.matchAll(term)].filter((found) => secondsOf(found) !== null);
  if (terms.length === 0) {
    return null;
  }
  const rest = terms.reduce((text, [written]) => text.replace(written, " "), said).trim();
  const base = rest === "" || rest === "now" || rest === "today" ? nowMs : Date.parse(rest);
  const seconds = terms.reduce((sum, found) => sum + (secondsOf(found) ?? 0), 0);
  return Number.isNaN(base) ? null : Math.floor(base / 1000) + seconds;
}

function secondsOf([, sign, count, unit = "", ago]: RegExpExecArray): number | null {
  const size = unitSeconds[unit.toLowerCase()];
  return size === undefined ? null : (ago !== undefined || sign === "-" ? -1 : 1) * Number(count) * size;
}
