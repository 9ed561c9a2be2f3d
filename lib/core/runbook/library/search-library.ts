/** The texts of one runbook that a search looks in. */
export type SearchableRunbook = {
  readonly title: string;
  readonly alerts: readonly string[];
  readonly system: string | null;
  readonly commands: string;
  readonly source: string;
};

/** The same in lower case, made once for each content. */
export type SearchEntry = {
  readonly title: string;
  readonly alerts: string;
  readonly system: string;
  readonly commands: string;
  readonly text: string;
  readonly source: string;
};

/** Where a word was found that the row itself does not show. Lines from 1. */
export type SearchHit = { readonly where: "command" | "text"; readonly line: number; readonly text: string };

const fields = ["title", "alerts", "system", "commands", "text"] as const;
/** A title says what a runbook is for; a word in the text may stand there by chance. */
const weights = { title: 16, alerts: 12, system: 6, commands: 3, text: 1 } as const;
const WORD_START = 2;
const MAX_WORDS = 12;
const MAX_OCCURRENCES = 60;
const MAX_HIT_LENGTH = 200;

/** Prepares one runbook for `searchLibrary`. */
export function searchEntry({ title, alerts, system, commands, source }: SearchableRunbook): SearchEntry {
  return {
    title: title.toLowerCase(),
    alerts: alerts.join("\n").toLowerCase(),
    system: system?.toLowerCase() ?? "",
    commands: commands.toLowerCase(),
    text: source.toLowerCase(),
    source,
  };
}

/** The words of a query, in lower case. */
export function queryWords(query: string): readonly string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
}

/** How well an entry answers the words, all of which it must hold; 0 when one is missing. Higher is better. */
export function searchScore(entry: SearchEntry, words: readonly string[]): number {
  let score = 1;
  for (const word of words) {
    const field = fields.find((name) => entry[name].includes(word));
    if (field === undefined) {
      return 0;
    }
    score += weights[field] * (startsWord(entry[field], word) ? WORD_START : 1);
  }
  return score;
}

function startsWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? " ");
}

/** The line that holds most of the words which title, alerts and system do not; null when they hold them all. */
export function searchHit(entry: SearchEntry, words: readonly string[]): SearchHit | null {
  const deep = words.filter((word) => ![entry.title, entry.alerts, entry.system].some((text) => text.includes(word)));
  const [first] = deep;
  if (first === undefined) {
    return null;
  }
  const lines = entry.source.split("\n");
  let best: { readonly line: number; readonly score: number } | null = null;
  for (const line of linesWith(entry.text, first)) {
    const lower = lines[line - 1]?.toLowerCase() ?? "";
    const score = 2 * deep.filter((word) => lower.includes(word)).length + (isCommand(entry, lower) ? 1 : 0);
    if (best === null || score > best.score) {
      best = { line, score };
    }
  }
  // A word of a command whose prompt or parameters were taken apart may stand in no line as it is.
  const line = best?.line ?? 1;
  const text = (lines[line - 1] ?? "").trim();
  const where = isCommand(entry, text.toLowerCase()) ? "command" : "text";
  return { where, line, text: text.length > MAX_HIT_LENGTH ? `${text.slice(0, MAX_HIT_LENGTH)}…` : text };
}

function isCommand(entry: SearchEntry, line: string): boolean {
  const bare = line.trim().replace(/^[$#]\s+/, "");
  return bare !== "" && entry.commands.includes(bare);
}

/** The numbers of the lines that hold a word, in order, each once; not more than a few dozen. */
function linesWith(text: string, word: string): readonly number[] {
  const found: number[] = [];
  let line = 1;
  let from = 0;
  for (let at = text.indexOf(word); at >= 0 && found.length < MAX_OCCURRENCES; at = text.indexOf(word, from)) {
    line += countNewlines(text, from, at);
    found.push(line);
    const end = text.indexOf("\n", at);
    if (end < 0) {
      break;
    }
    from = end;
  }
  return found;
}

function countNewlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) {
    count += 1;
  }
  return count;
}
