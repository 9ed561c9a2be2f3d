import "server-only";
import { isMap } from "./values";
import { hasUnprintable, styleOf } from "./yaml-scalar";

const BEST_WIDTH = 80;

/** YAML as sigs.k8s.io/yaml writes it: sorted names, lists at the indent of their name, long lines folded. */
export function goYaml(value: unknown): string {
  const writer = new Writer();
  writer.node(value, { indent: -2, isInSequence: false });
  return `${writer.text}\n`;
}

type Place = { readonly indent: number; readonly isInSequence: boolean };

class Writer {
  text = "";
  private column = 0;

  node(value: unknown, place: Place): void {
    if (Array.isArray(value) && value.length > 0) {
      this.sequence(value, place);
    } else if (isMap(value) && Object.keys(value).length > 0) {
      this.mapping(value, place);
    } else {
      this.put(place.indent === -2 ? "" : " ");
      this.scalar(value, { indent: place.indent + 2, isKey: false });
    }
  }

  /** `- ` stands at the indent of the mapping that the list belongs to. */
  private sequence(items: readonly unknown[], place: Place): void {
    const indent = place.isInSequence || place.indent === -2 ? place.indent + 2 : place.indent;
    for (const [at, item] of items.entries()) {
      this.startItem(place, { indent, isFirst: at === 0 });
      this.put("-");
      this.node(item, { indent, isInSequence: true });
    }
  }

  private mapping(map: Readonly<Record<string, unknown>>, place: Place): void {
    const indent = place.indent + 2;
    for (const [at, key] of Object.keys(map).sort(naturally).entries()) {
      this.startItem(place, { indent, isFirst: at === 0 });
      this.scalar(key, { indent, isKey: true });
      this.put(":");
      this.node(map[key], { indent, isInSequence: false });
    }
  }

  /** The first member of a list's item stands behind its dash. */
  private startItem(place: Place, { indent, isFirst }: { readonly indent: number; readonly isFirst: boolean }): void {
    if (isFirst && place.isInSequence) {
      this.put(" ");
    } else if (this.text !== "") {
      this.line(indent);
    }
  }

  private scalar(value: unknown, { indent, isKey }: { readonly indent: number; readonly isKey: boolean }): void {
    if (Array.isArray(value) || isMap(value)) {
      this.put(Array.isArray(value) ? "[]" : "{}");
    } else if (typeof value !== "string") {
      this.put(value === null || value === undefined ? "null" : String(value));
    } else {
      this.string(value, { indent, isKey });
    }
  }

  private string(text: string, { indent, isKey }: { readonly indent: number; readonly isKey: boolean }): void {
    const folding = isKey ? null : indent;
    switch (styleOf(text, isKey)) {
      case "plain":
        this.folded([...text], folding, (letter) => letter);
        break;
      case "single":
        this.put("'");
        this.folded([...text], folding, (letter) => (letter === "'" ? "''" : letter));
        this.put("'");
        break;
      case "double":
        this.double(text, folding);
        break;
      case "literal":
        this.literal(text, indent);
        break;
    }
  }

  /** A space beyond the best width becomes a line break, when no other space stands beside it. */
  private folded(letters: readonly string[], indent: number | null, write: (letter: string) => string): void {
    for (const [at, letter] of letters.entries()) {
      const isInside = at > 0 && at < letters.length - 1;
      const isAlone = letters[at - 1] !== " " && letters[at + 1] !== " ";
      if (letter === " " && indent !== null && this.column > BEST_WIDTH && isInside && isAlone) {
        this.line(indent);
      } else {
        this.put(write(letter));
      }
    }
  }

  private double(text: string, indent: number | null): void {
    const letters = [...text];
    this.put('"');
    for (const [at, letter] of letters.entries()) {
      const isInside = at > 0 && at < letters.length - 1;
      if (letter === " " && indent !== null && this.column > BEST_WIDTH && isInside && letters[at - 1] !== " ") {
        this.line(indent);
        this.put(letters[at + 1] === " " ? "\\" : "");
      } else {
        this.put(doubleEscaped(letter));
      }
    }
    this.put('"');
  }

  private literal(text: string, indent: number): void {
    const hint = /^[ \n]/.test(text) ? "2" : "";
    const chomping = text.endsWith("\n") ? (/^\n$|\n\n$/.test(text) ? "+" : "") : "-";
    this.put(`|${hint}${chomping}`);
    for (const line of text.replace(/\n$/, "").split("\n")) {
      this.text += "\n";
      this.column = 0;
      if (line !== "") {
        this.put(" ".repeat(indent) + line);
      }
    }
  }

  private line(indent: number): void {
    this.text += `\n${" ".repeat(Math.max(indent, 0))}`;
    this.column = Math.max(indent, 0);
  }

  private put(text: string): void {
    this.text += text;
    this.column += text.length === 1 ? 1 : [...text].length;
  }
}

const escapes: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\x1b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
  "\u0085": "\\N",
  "\u2028": "\\L",
  "\u2029": "\\P",
};

function doubleEscaped(letter: string): string {
  const known = escapes[letter];
  if (known !== undefined || !hasUnprintable(letter)) {
    return known ?? letter;
  }
  const code = letter.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  return code <= 0xff
    ? `\\x${hex.padStart(2, "0")}`
    : code <= 0xffff
      ? `\\u${hex.padStart(4, "0")}`
      : `\\U${hex.padStart(8, "0")}`;
}

/** go-yaml's order of names: other characters before letters, numbers by their value. */
function naturally(a: string, b: string): number {
  let isInDigits = false;
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const [x = "", y = ""] = [a[at], b[at]];
    if (x !== y) {
      return differing(a.slice(at), b.slice(at), isInDigits);
    }
    isInDigits = /\d/.test(x);
  }
  return a.length - b.length;
}

function differing(a: string, b: string, isInDigits: boolean): number {
  const [x = "", y = ""] = [a[0], b[0]];
  const [isLetterX, isLetterY] = [/\p{L}/u.test(x), /\p{L}/u.test(y)];
  if (isLetterX !== isLetterY) {
    return isLetterX === isInDigits ? -1 : 1;
  }
  return (isLetterX ? 0 : byNumber(a, b)) || (x < y ? -1 : 1);
}

function byNumber(a: string, b: string): number {
  const [x, y] = [/^\d+/.exec(a)?.[0] ?? "", /^\d+/.exec(b)?.[0] ?? ""];
  return Number(x) - Number(y) || x.length - y.length;
}
