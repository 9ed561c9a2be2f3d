/**
 * The words of awk as the built-in knows them: a program of files (`-f x.awk`) as its text, `-vX=1` and long options as
 * the short ones with their value behind them. `read` gives a file's text, null when there is none.
 */
export async function awkWords(
  argv: readonly string[],
  read: (file: string) => Promise<string | null>,
): Promise<{ readonly words: string[] } | { readonly problem: string }> {
  const rest = [...argv];
  const options: string[] = [];
  const programs: string[] = [];
  while (/^-[^-]|^--./.test(rest[0] ?? "")) {
    const { name, value } = takeOption(rest);
    if (name !== "f") {
      options.push(`-${name}`, ...(takesValue.test(name) ? [value] : []));
      continue;
    }
    const text = await read(value);
    if (text === null) {
      return { problem: `cannot open ${value} (No such file or directory)` };
    }
    programs.push(text);
  }
  const operands = rest[0] === "--" ? rest.slice(1) : rest;
  return { words: [...options, ...(programs.length > 0 ? [programs.join("\n")] : []), ...operands] };
}

const takesValue = /^[Fvf]$/;

const letters: ReadonlyMap<string, string> = new Map([
  ["field-separator", "F"],
  ["assign", "v"],
  ["file", "f"],
]);

function takeOption(rest: string[]): { readonly name: string; readonly value: string } {
  const word = rest.shift() ?? "";
  const [, long, said] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
  const name = long === undefined ? (word[1] ?? "") : (letters.get(long) ?? `-${long}`);
  const glued = long === undefined && word.length > 2 ? word.slice(2) : said;
  const next = () => (takesValue.test(name) ? rest.shift() : undefined);
  return { name, value: glued ?? next() ?? "" };
}
