import { BcFailure } from "./decimal";

export type Token = { readonly kind: "number" | "name" | "text" | "sign" | "end"; readonly text: string };

const pattern =
  /(?<space>[ \t]+|\/\*[\s\S]*?\*\/|#[^\n]*|\\\n)|(?<number>\d+\.?\d*|\.\d+)|(?<name>[a-z][a-z0-9_]*)|"(?<text>[^"]*)"|(?<sign>\+\+|--|&&|\|\||[-+*/%^<>=!]=|[-+*/%^<>=!(){}[\],.])|(?<end>[\n;])/y;

/** The words of a program; the end of a statement is one of them. Throws for a character that means nothing. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < source.length) {
    const groups = pattern.exec(source)?.groups;
    if (!groups) {
      throw new BcFailure("syntax error");
    }
    for (const kind of ["number", "name", "text", "sign", "end"] as const) {
      const text = groups[kind];
      if (text !== undefined) {
        tokens.push({ kind, text });
      }
    }
  }
  return tokens;
}
