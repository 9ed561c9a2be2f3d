import "server-only";

const token = /\s*(?:"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\'|\\)*)'|([^\s"']+))(?=\s|$)/y;
const controls: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", a: "\u0007" };

/** One line of commands as redis-cli splits it (sdssplitargs); null when quotes do not match. */
export function splitLine(line: string): readonly string[] | null {
  const words: string[] = [];
  const text = line.trimEnd();
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (!found) {
      return null;
    }
    const [, double, single, plain = ""] = found;
    words.push(double === undefined ? (single?.replaceAll("\\'", "'") ?? plain) : unescaped(double));
  }
  return words;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\x([0-9a-fA-F]{2})|\\([\s\S])/g, (_whole, hex: string | undefined, letter = "") =>
    hex === undefined ? (controls[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
