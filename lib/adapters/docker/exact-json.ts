import "server-only";

/** JSON with whole numbers beyond 2^53 as bigint: Docker counts bytes and nanoseconds in 64 bits. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (_key: string, value: unknown, { source }: { source?: string } = {}) =>
    typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? "")
      ? BigInt(source ?? "")
      : value,
  );
}

/** Marks an object whose JSON Go's own encoder writes: it keeps `<`, `>` and `&` out of strings. */
export const escaped: unique symbol = Symbol("escaped");

/** A value of `parseExact` as compact JSON, keys in their order; methods are left out. */
export function jsonText(value: unknown): string {
  const text = plainJson(value);
  const isEscaped = typeof value === "object" && value !== null && escaped in value;
  return isEscaped ? text.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`) : text;
}

function plainJson(value: unknown): string {
  if (typeof value === "bigint") {
    return String(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(jsonText).join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => typeof inner !== "function");
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${jsonText(inner)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/** JSON text with every token as it is, laid out as Go's json.Indent does with four spaces. */
export function indentJson(text: string, before = ""): string {
  let depth = 0;
  const newline = () => `\n${before}${"    ".repeat(depth)}`;
  return [...text.matchAll(/"(?:\\.|[^"\\])*"|[{[]\s*[}\]]|[{}[\],:]|[^\s{}[\],:"]+/g)]
    .map(([token]) => {
      switch (token) {
        case "{":
        case "[":
          depth += 1;
          return token + newline();
        case "}":
        case "]":
          depth -= 1;
          return newline() + token;
        case ",":
          return token + newline();
        case ":":
          return ": ";
        default:
          return /^[{[]/.test(token) ? token.replace(/\s+/, "") : token;
      }
    })
    .join("");
}
