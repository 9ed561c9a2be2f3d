import "server-only";

const ACRONYMS = new Set(["API", "URL", "UID", "GUID"]);

/** The label that kubectl makes of a field's name: `apiVersion` is "API Version", `podIPs` "Pod I Ps". */
export function fieldLabel(field: string): string {
  if (/[^\p{L}-]/u.test(field)) {
    return field;
  }
  return merged(words(field)).map(titled).join(" ");
}

/** Runs of capitals, of other letters and of dashes; the last capital before other letters belongs to those. */
function words(field: string): readonly string[] {
  return field.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}|[^\p{Lu}\p{Ll}]+/gu) ?? [];
}

/** Two capitals or more go together with a capitalised word behind them: `JSONData`. */
function merged(parts: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const [part = "", next = ""] = parts.slice(index, index + 2);
    const isMerging = /^\p{Lu}{2,}$/u.test(part) && /^\p{Lu}/u.test(next);
    result.push(isMerging ? part + next : part);
    index += isMerging ? 1 : 0;
  }
  return result;
}

function titled(part: string): string {
  if (ACRONYMS.has(part.toUpperCase())) {
    return part.toUpperCase();
  }
  const [first = "", ...rest] = part;
  return part.toLowerCase() === part ? first.toUpperCase() + rest.join("") : part;
}
