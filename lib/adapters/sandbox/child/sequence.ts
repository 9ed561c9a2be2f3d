/** `seq -f 'pod-%02g' 3`: the words without the format, and what each number becomes; null where none is given. */
export function formattedSequence(argv: readonly string[]): {
  readonly words: string[];
  readonly format: ((number: string) => string) | null;
} {
  const words = [...argv];
  const at = words.findIndex((word) => /^(?:-f|--format(?:=|$))/.test(word));
  if (at === -1) {
    return { words, format: null };
  }
  const [, glued] = /^(?:-f|--format=)(.+)$/s.exec(words[at] ?? "") ?? [];
  const [, next = ""] = words.splice(at, glued === undefined ? 2 : 1);
  return { words, format: formatter(glued ?? next) };
}

function formatter(format: string): (number: string) => string {
  return (number) => format.replace(/%%|%[-0+ ]*\d*(?:\.\d+)?[gfe]/g, (directive) => formatted(directive, number));
}

function formatted(directive: string, number: string): string {
  const [, flags = "", width = "", digits = "6", kind] = /^%([-0+ ]*)(\d*)(?:\.(\d+))?([gfe])$/.exec(directive) ?? [];
  if (kind === undefined) {
    return "%";
  }
  const text = kind === "g" ? number : Number(number).toFixed(Number(digits));
  return flags.includes("-")
    ? text.padEnd(Number(width))
    : text.padStart(Number(width), flags.includes("0") ? "0" : " ");
}
