/**
 * The expressions of a text as runbooks write them: one a line, comment lines between them. A line that leaves a bracket
 * open or ends in an operator goes on in the next one, as does a line that begins with one.
 */
export function splitExpressions(text: string): readonly string[] {
  const lines = text
    .split("\n")
    .map((line) => withoutComment(line).trim())
    .filter((line) => line !== "");
  const expressions: string[] = [];
  for (const line of lines) {
    const open = expressions.at(-1);
    if (open !== undefined && (!isComplete(open) || GOES_ON.test(line))) {
      expressions[expressions.length - 1] = `${open} ${line}`;
    } else {
      expressions.push(line);
    }
  }
  return expressions;
}

const STRING = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g;
const ENDS_OPEN =
  /(?:[-+*/%^<>=,]|\b(?:and|or|unless|by|without|on|ignoring|offset|bool)|\b(?:on|ignoring|group_left|group_right)\s*\([^)]*\))$/i;
/** No expression begins with one of these; a sign may begin one. */
const GOES_ON = /^(?:[*/%^<>=!)\]},]|(?:and|or|unless|offset|by|without)\b)/i;

function withoutComment(line: string): string {
  const [before = ""] = line.replace(STRING, (literal) => literal.replaceAll("#", "\0")).split("#");
  return before.replaceAll("\0", "#");
}

function isComplete(text: string): boolean {
  const plain = text.replace(STRING, "");
  const depth = [...plain].reduce(
    (sum, letter) => sum + ("({[".includes(letter) ? 1 : ")}]".includes(letter) ? -1 : 0),
    0,
  );
  return depth <= 0 && !ENDS_OPEN.test(plain);
}
