/** Takes text as it comes and gives it back without what looks like a secret: whole lines, and the rest at the end. */
export type Scrubber = {
  push(text: string): string;
  /** What is left: an unfinished line. */
  end(): string;
  /** How many secrets were taken out so far. */
  readonly count: number;
};

const HIDDEN = "[secret]";
/** A line longer than this is given back in parts: nothing is held back without end. */
const MAX_HELD = 64 * 1024;

/**
 * Each pattern keeps its first group and hides the rest. A workload writes what it likes, so each takes time in
 * proportion to the line: a match begins at a fixed word, or where a run of its own letters does.
 */
const patterns: readonly RegExp[] = [
  /()(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /()\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|sk_live_\w{16,})\b/g,
  /\b((?:Bearer|Basic)\s+)(?!\[secret\])[\w.~+/=-]{12,}/gi,
  /(:\/\/[^\s:/@"']*:)(?!\[secret\])[^\s@/"']+(?=@)/gi,
  /((?:password|passwd|secret|token|api[-_]?key|private[-_]?key|secret[-_]?key|access[-_]?key)["']?\s*[=:]\s*["']?)(?!\[secret\]|\d+\b|null\b|true\b|false\b|(?:Bearer|Basic)\b)[^\s"',;&}]{4,}/gi,
];
const keyBegins = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const keyEnds = /-----END [A-Z ]*PRIVATE KEY-----/;

/**
 * Scrubs one stream of output. Best effort: it knows tokens, keys and passwords by their form or by the name before
 * them, and the values in `known`, which may grow while output comes.
 */
export function createScrubber(known: ReadonlySet<string> = new Set()): Scrubber {
  let held = "";
  let isInKey = false;
  let count = 0;
  const scrubLine = (line: string): string => {
    if (isInKey || keyBegins.test(line)) {
      const isFirst = !isInKey;
      count += isFirst ? 1 : 0;
      isInKey = !keyEnds.test(line);
      return isFirst ? `${HIDDEN}\n` : "";
    }
    return patterns.reduce(
      (text, pattern) =>
        text.replace(pattern, (_, kept: string) => {
          count += 1;
          return `${kept}${HIDDEN}`;
        }),
      withoutKnown(line),
    );
  };
  /** The longest first: a value may hold another. */
  const withoutKnown = (line: string): string =>
    [...known]
      .filter((value) => line.includes(value))
      .sort((a, b) => b.length - a.length)
      .reduce((text, value) => {
        const parts = text.split(value);
        count += parts.length - 1;
        return parts.join(HIDDEN);
      }, line);
  return {
    push: (text) => {
      held += text;
      const lines = held.split(/(?<=\n)/);
      const last = lines.at(-1) ?? "";
      const isOpen = !last.endsWith("\n") && last.length < MAX_HELD;
      held = isOpen ? last : "";
      return (isOpen ? lines.slice(0, -1) : lines).map(scrubLine).join("");
    },
    end: () => {
      const rest = held === "" ? "" : scrubLine(held);
      held = "";
      return rest;
    },
    get count() {
      return count;
    },
  };
}
