/** A line's words as a shell would split them: quotes, backslashes, and the given `$NAMES`. */
export function wordsOf(line: string, names: Readonly<Record<string, string>>): readonly string[] {
  const filled = Object.entries(names).reduce((text, [name, value]) => text.replaceAll(`$${name}`, value), line);
  const words = filled.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/gs);
  return [...words].map(([word]) => word.replace(/'[^']*'|"(?:\\.|[^"\\])*"|\\./gs, unquoted));
}

function unquoted(part: string): string {
  if (part.startsWith("'")) {
    return part.slice(1, -1);
  }
  return part.startsWith('"') ? part.slice(1, -1).replace(/\\(["\\$`])/g, "$1") : part.slice(1);
}
