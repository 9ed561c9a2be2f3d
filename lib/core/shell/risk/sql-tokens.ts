/** What PostgreSQL reads as one thing, for whoever must not mistake a text or a comment for a statement. */
export type SqlToken = {
  readonly kind: "string" | "identifier" | "comment" | "word" | "other";
  readonly text: string;
};

const escaped = /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y;
const string = /'(?:[^']|'')*(?:'|$)/y;
const identifier = /"(?:[^"]|"")*(?:"|$)/y;
const comment = /--[^\n]*/y;
const cast = /::/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;

const kinds = [
  ["string", escaped],
  ["string", string],
  ["identifier", identifier],
  ["comment", comment],
  ["other", cast],
  ["word", word],
] as const;

/** The token of a text of SQL that begins at `at`: a quoted text, a comment, a word, a cast, or one character. */
export function sqlTokenAt(text: string, at: number): SqlToken {
  const tag = matchAt(dollarTag, text, at);
  if (tag !== null) {
    const close = text.indexOf(tag, at + tag.length);
    return { kind: "string", text: text.slice(at, close === -1 ? text.length : close + tag.length) };
  }
  if (text.startsWith("/*", at)) {
    return { kind: "comment", text: text.slice(at, endOfComment(text, at)) };
  }
  for (const [kind, pattern] of kinds) {
    const found = matchAt(pattern, text, at);
    if (found !== null) {
      return { kind, text: found };
    }
  }
  return { kind: "other", text: text.slice(at, at + 1) };
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** Comments nest. */
function endOfComment(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith("/*", at)) {
      depth += 1;
      at += 1;
    } else if (text.startsWith("*/", at)) {
      depth -= 1;
      at += 1;
      if (depth === 0) {
        return at + 1;
      }
    }
  }
  return text.length;
}
