import "server-only";
import { isMap, sortedKeys } from "./values";

/** KYAML as sigs.k8s.io/yaml/kyaml writes it: YAML in braces, in which nothing is guessed. Names are sorted unless they are in order. */
export function goKyaml(value: unknown, isInOrder = false): string {
  return `---\n${node(value, { level: 0, isInOrder })}\n`;
}

const indentOf = (level: number) => "  ".repeat(level);

type Place = { readonly level: number; readonly isInOrder: boolean };

function node(value: unknown, place: Place): string {
  if (Array.isArray(value)) {
    return sequence(value, place);
  }
  if (isMap(value)) {
    return mapping(value, place);
  }
  return typeof value === "string" ? quoted(value, place.level + 1) : value === undefined ? "null" : String(value);
}

/** Items that have brackets of their own share lines with those of the list. */
function sequence(items: readonly unknown[], place: Place): string {
  if (items.length === 0) {
    return "[]";
  }
  if (items.every((item) => Array.isArray(item) || isMap(item))) {
    return `[${items.map((item) => node(item, place)).join(", ")}]`;
  }
  const inner = { ...place, level: place.level + 1 };
  const lines = items.map((item) => `${indentOf(inner.level)}${node(item, inner)},\n`);
  return `[\n${lines.join("")}${indentOf(place.level)}]`;
}

function mapping(map: Readonly<Record<string, unknown>>, place: Place): string {
  const names = place.isInOrder ? Object.keys(map) : sortedKeys(map);
  const shown = names.filter((name) => map[name] !== undefined);
  if (shown.length === 0) {
    return "{}";
  }
  const inner = { ...place, level: place.level + 1 };
  const lines = shown.map((name) => `${indentOf(inner.level)}${keyText(name)}: ${node(map[name], inner)},\n`);
  return `{\n${lines.join("")}${indentOf(place.level)}}`;
}

function keyText(key: string): string {
  return needsQuotes(key) ? `"${[...key].map(escaped).join("")}"` : key;
}

/** Text of several lines stands on lines of its own; their beginnings show how they are aligned. */
function quoted(text: string, level: number): string {
  if (!text.includes("\n")) {
    return `"${[...text].map(escaped).join("")}"`;
  }
  const lines = text.split(/(?<=\n)/).map((line) => {
    const [first = ""] = line;
    const lead = /^[^\S\n]/u.test(first) ? "\\" : " ";
    return `${indentOf(level)}${lead}${[...line.replace(/\n$/, "")].map(escaped).join("")}${line.endsWith("\n") ? "\\n" : ""}\\\n`;
  });
  return `"\\\n${lines.join("")}${indentOf(level)}"`;
}

const named: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\u0000": "\\0",
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\v": "\\v",
  "\u001b": "\\e",
  "\u0085": "\\N",
  "\u00a0": "\\_",
  "\u2028": "\\L",
  "\u2029": "\\P",
};

function escaped(letter: string): string {
  const name = named[letter];
  if (name !== undefined || /^[\p{L}\p{M}\p{N}\p{P}\p{S} \t]$/u.test(letter)) {
    return name ?? letter;
  }
  const code = letter.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).padStart(digits, "0");
  return code < 0x20 || code === 0x7f ? `\\x${hex(2)}` : code < 0x1_0000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

/** What YAML reads as something else than text. */
const guessed = [
  /^(?:null|~|true|false|yes|no|on|off|[yntf]|[+-]?\.inf|\.nan)$/i,
  /^[+-]?(?:inf|infinity|nan)$/i,
  /^[+-]?(?:0x[\da-f]+|0b[01]+|0o?[0-7]+|\d+)$/i,
  /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i,
  /^[+-]?0x(?:[\da-f]+\.?[\da-f]*|\.[\da-f]+)p[+-]?\d+$/i,
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?$/,
];

function needsQuotes(key: string): boolean {
  const bare = key.replaceAll("_", "");
  return !/^[\p{L}\p{N}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}_])?$/u.test(key) || guessed.some((form) => form.test(bare));
}
