import "server-only";
import { quoteGo } from "./quote";

const LAYOUT = "2006-01-02T15:04:05Z07:00";

type Part = {
  readonly form: RegExp;
  readonly layout: string;
  readonly range?: readonly [name: string, low: number, high: number];
};

const parts: readonly Part[] = [
  { form: /^\d{4}/, layout: "2006" },
  { form: /^-/, layout: "-" },
  { form: /^\d\d/, layout: "01", range: ["month", 1, 12] },
  { form: /^-/, layout: "-" },
  { form: /^\d\d/, layout: "02" },
  { form: /^T/, layout: "T" },
  { form: /^\d\d?/, layout: "15", range: ["hour", 0, 23] },
  { form: /^:/, layout: ":" },
  { form: /^\d\d/, layout: "04", range: ["minute", 0, 59] },
  { form: /^:/, layout: ":" },
  { form: /^\d\d(?:[.,]\d+)?/, layout: "05", range: ["second", 0, 59] },
  { form: /^(?:Z|[+-]\d\d:\d\d)/, layout: "Z07:00" },
];

/** An RFC 3339 time, or what Go's time.Parse says of a text that is none. */
export function parseGoTime(text: string): Date | string {
  const said = `parsing time ${quoteGo(text)}`;
  let rest = text;
  for (const { form, layout, range } of parts) {
    const [found] = form.exec(rest) ?? [];
    if (found === undefined) {
      return `${said} as "${LAYOUT}": cannot parse ${quoteGo(rest)} as "${layout}"`;
    }
    const [name = "", low = 0, high = 0] = range ?? [];
    if (range && (Number.parseInt(found, 10) < low || Number.parseInt(found, 10) > high)) {
      return `${said}: ${name} out of range`;
    }
    rest = rest.slice(found.length);
  }
  if (rest !== "") {
    return `${said}: extra text: ${quoteGo(rest)}`;
  }
  return isDay(text) ? new Date(text.replace(",", ".").replace(/T(\d):/, "T0$1:")) : `${said}: day out of range`;
}

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split("-").map(Number);
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** A time as metav1.Time is written: in UTC, to the second. */
export function goTimeText(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}
