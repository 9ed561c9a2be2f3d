import { parse, YAMLParseError } from "yaml";
import type { TextLine } from "./facts/text-lines";
import { fields, type Stated } from "./front-matter-fields";
import type { LineRange } from "./source";

export type FrontMatter = Stated & {
  readonly title?: string | undefined;
  /** The lines it takes, its fences included; the first line when there is none. */
  readonly lines: LineRange;
  /** What stands beside `headroom:`, as the labelled lines that a text would have. */
  readonly said: readonly TextLine[];
};

export type ReadFrontMatter = {
  readonly matter: FrontMatter;
  readonly yaml: string;
  /** Lines that the front matter takes, its fences included. */
  readonly lineCount: number;
  /** Why it could not be read. */
  readonly problem: string | null;
  /** The fields of `headroom:` that were passed over, and why. */
  readonly misfits: readonly string[];
};

export const noFrontMatter: FrontMatter = { lines: { start: 1, end: 1 }, said: [] };

const none: ReadFrontMatter = { matter: noFrontMatter, yaml: "", lineCount: 0, problem: null, misfits: [] };
/** A longer one is a document of its own between two lines. */
const MAX_LENGTH = 100_000;
const tooLong = { ...none, problem: `the front matter is over ${MAX_LENGTH} characters: it is read as text` };

/** Front matter in TOML: its title and its words stand for what they say; what Headroom is told stands in YAML. */
function readToml(text: string): ReadFrontMatter | null {
  const found = /^\+\+\+[ \t]*\n([\s\S]*?)(?:^|\n)\+\+\+[ \t]*(?:\n|$)/.exec(text);
  if (!found) {
    return null;
  }
  const [whole, toml = ""] = found;
  if (toml.length > MAX_LENGTH) {
    return tooLong;
  }
  const lineCount = whole.split("\n").length - (whole.endsWith("\n") ? 1 : 0);
  const rows = toml.split("\n");
  const firstTable = rows.findIndex((row) => /^\s*\[/.test(row));
  const words = rows.slice(0, firstTable === -1 ? undefined : firstTable).flatMap((row, index) => {
    const [, name = "", value] = /^\s*([\w-]+)\s*=\s*["']([^"'\\]*)["']\s*(?:#.*)?$/.exec(row) ?? [];
    return value === undefined ? [] : [{ name, value, lines: { start: index + 2, end: index + 2 } }];
  });
  const title = words.find(({ name }) => name === "title")?.value;
  const said = words.map(({ name, value, lines }) => ({ text: `${name.replace(/[_-]+/g, " ")}: ${value}`, lines }));
  return {
    matter: { ...(title !== undefined && { title }), lines: { start: 1, end: lineCount }, said },
    yaml: toml,
    lineCount,
    problem: null,
    misfits: /^\s*\[headroom\b/m.test(toml) ? ["headroom is read from front matter in YAML (---), not in TOML"] : [],
  };
}

/** The front matter of a document, and where the rest begins. A field that does not fit is said, and the others hold. */
export function readFrontMatter(text: string): ReadFrontMatter {
  const found = /^---[ \t]*\n([\s\S]*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(text);
  if (!found) {
    return readToml(text) ?? none;
  }
  const yaml = found[1] ?? "";
  if (yaml.length > MAX_LENGTH) {
    return tooLong;
  }
  const lineCount = found[0].split("\n").length - (found[0].endsWith("\n") ? 1 : 0);
  const lines = { start: 1, end: lineCount };
  const unread = (problem: string) => ({ matter: { ...noFrontMatter, lines }, yaml, lineCount, problem, misfits: [] });
  try {
    const read: unknown = parse(yaml, { maxAliasCount: 20 }) ?? {};
    if (!isMap(read)) {
      return unread("the front matter is not a map");
    }
    const { stated, misfits } = statedIn(read["headroom"]);
    const title = wordOf(read["title"]);
    const matter = { ...stated, ...(title !== null && { title }), lines, said: saidIn(read, yaml) };
    return { matter, yaml, lineCount, problem: null, misfits };
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) {
      return unread(`the front matter is not valid YAML: ${error.message.split("\n")[0]}`);
    }
    throw error;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function wordOf(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

function statedIn(headroom: unknown): { readonly stated: Stated; readonly misfits: readonly string[] } {
  if (headroom === undefined || headroom === null) {
    return { stated: {}, misfits: [] };
  }
  if (!isMap(headroom)) {
    return { stated: {}, misfits: ["headroom in the front matter is not a map"] };
  }
  const misfits: string[] = [];
  const stated = Object.entries(headroom).flatMap(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name as keyof typeof fields] : undefined;
    if (!field) {
      misfits.push(`headroom.${name} in the front matter is no field that Headroom knows`);
      return [];
    }
    const read = field.safeParse(value);
    if (!read.success) {
      const [issue] = read.error.issues;
      const place = ["headroom", name, ...(issue?.path ?? [])].join(".");
      misfits.push(`${place} in the front matter is passed over: ${issue?.message ?? "it does not fit"}`);
      return [];
    }
    return [[name, read.data] as const];
  });
  return { stated: Object.fromEntries(stated), misfits };
}

/** `owner: team`, `alerts: [A, B]`: fields of a site generator or of the team say what a line of the text would. */
function saidIn(read: Readonly<Record<string, unknown>>, yaml: string): readonly TextLine[] {
  const rows = yaml.split("\n");
  return Object.entries(read).flatMap(([name, value]) => {
    const words = Array.isArray(value)
      ? value.flatMap((one) => wordOf(one) ?? [])
      : [wordOf(value)].flatMap((one) => one ?? []);
    const at = rows.findIndex((row) => row.startsWith(`${name}:`) || row.startsWith(`"${name}":`));
    const line = at === -1 ? 1 : at + 2;
    return words.length === 0
      ? []
      : [{ text: `${name.replace(/[_-]+/g, " ")}: ${words.join(", ")}`, lines: { start: line, end: line } }];
  });
}
