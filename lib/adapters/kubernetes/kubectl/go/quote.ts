import "server-only";

const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
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

/** strconv.Unquote, which also takes single quotes around any text; null when Go calls it invalid. */
export function unquoteGo(quoted: string): string | null {
  const quote = quoted[0];
  if (quoted.length < 2 || quote !== quoted.at(-1)) {
    return null;
  }
  const inner = quoted.slice(1, -1);
  if (quote === "`") {
    return inner.includes("`") ? null : inner;
  }
  let isValid = true;
  const text = inner.replace(/\\(x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|[0-7]{3}|.)/gis, (_, sequence: string) => {
    const plain = unescaped(sequence);
    isValid &&= plain !== null;
    return plain ?? "";
  });
  return isValid ? text : null;
}

function unescaped(sequence: string): string | null {
  if (/^[xuU][\da-f]{2,}$/i.test(sequence)) {
    return String.fromCodePoint(Number.parseInt(sequence.slice(1), 16));
  }
  return /^[0-7]{3}$/.test(sequence) ? String.fromCodePoint(Number.parseInt(sequence, 8)) : (escapes[sequence] ?? null);
}

const quotedEscapes: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

/** strconv.Quote: what `%q` and `%#v` print of a text. */
export function quoteGo(text: string): string {
  const inner = text.replace(/["\\]|[^\P{C}]|\p{Z}/gu, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if (letter === " ") {
      return letter;
    }
    const hex = code.toString(16);
    const numeric =
      code < 0x80
        ? `\\x${hex.padStart(2, "0")}`
        : code > 0xffff
          ? `\\U${hex.padStart(8, "0")}`
          : `\\u${hex.padStart(4, "0")}`;
    return quotedEscapes[letter] ?? numeric;
  });
  return `"${inner}"`;
}
