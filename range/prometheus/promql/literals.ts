import { ParseError } from "./errors.ts";

const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const UNIT_MS = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1000, 1];

/** `1h30m` in milliseconds; undefined when it is not a duration. */
export function parseDurationMs(text: string): number | undefined {
  const parts = text === "" ? null : DURATION.exec(text);
  return parts?.slice(1).reduce((sum, part, index) => sum + Number(part ?? 0) * (UNIT_MS[index] ?? 0), 0);
}

/** A number as PromQL writes it: decimal, hexadecimal, `Inf`, `NaN`, or a duration in seconds. */
export function parseNumber(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const plain = text.replace(/^[-+]\s*/, "").replaceAll("_", "");
  if (/^inf$/i.test(plain)) {
    return sign * Number.POSITIVE_INFINITY;
  }
  const durationMs = parseDurationMs(plain);
  return sign * (durationMs === undefined ? Number(plain) : durationMs / 1000);
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([\s\S]))/g;

/** The text of a string literal, with Go's escapes; raw between back quotes. */
export function parseString(literal: string): string {
  const body = literal.slice(1, -1);
  if (literal.startsWith("`")) {
    return body;
  }
  return body.replace(ESCAPE, (whole: string, ...groups: (string | undefined)[]) => {
    const [x, u, long, octal, letter = ""] = groups;
    const hex = x ?? u ?? long;
    if (hex !== undefined) {
      return String.fromCodePoint(Number.parseInt(hex, 16));
    }
    const known = octal === undefined ? ESCAPES[letter] : String.fromCodePoint(Number.parseInt(octal, 8));
    if (known === undefined) {
      throw new ParseError(`1:1: parse error: unknown escape sequence ${whole}`);
    }
    return known;
  });
}
