/** A text as one word of a POSIX shell, in which nothing means anything. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
