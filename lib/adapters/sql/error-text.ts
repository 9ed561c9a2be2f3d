import "server-only";
import { displayWidth } from "./display-width";

export type ServerMessage = {
  readonly severity?: string | undefined;
  readonly message: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly where?: string | undefined;
  readonly position?: string | undefined;
  readonly internalQuery?: string | undefined;
  readonly internalPosition?: string | undefined;
};

const DISPLAY_SIZE = 60;
const MIN_RIGHT_CUT = 10;

/** An error or notice of the server as libpq words it (fe-protocol3.c, default verbosity), with its line and caret. */
export function messageText(message: ServerMessage, sql: string): string {
  const { severity = "ERROR", detail, hint, where, internalQuery } = message;
  const isError = /^(ERROR|FATAL|PANIC)$/.test(severity);
  return [
    `${severity}:  ${message.message}\n`,
    pointer(message, sql),
    detail === undefined ? "" : `DETAIL:  ${detail}\n`,
    hint === undefined ? "" : `HINT:  ${hint}\n`,
    internalQuery === undefined || message.internalPosition !== undefined ? "" : `QUERY:  ${internalQuery}\n`,
    where === undefined || !isError ? "" : `CONTEXT:  ${where}\n`,
  ].join("");
}

function pointer({ position, internalPosition, internalQuery }: ServerMessage, sql: string): string {
  if (position !== undefined) {
    return errorPosition(sql, Number(position) - 1);
  }
  return internalPosition === undefined ? "" : errorPosition(internalQuery ?? "", Number(internalPosition) - 1);
}

type Shown = { readonly line: number; readonly begin: number; readonly end: number };

/** The line with the character `at` (counted in code points), cut to 60 columns, and a caret under it. */
function errorPosition(sql: string, at: number): string {
  const letters = [...sql].map((letter) => (letter === "\t" ? " " : letter));
  if (at < 0 || at > letters.length) {
    return "";
  }
  const offsets = [0];
  for (const letter of letters) {
    offsets.push((offsets.at(-1) ?? 0) + Math.max(1, displayWidth(letter)));
  }
  const offset = (index: number) => offsets[index] ?? 0;
  const whole = lineAround(letters, at);
  const { begin, end } = cutLine(whole, at, offset);
  const prefix = `LINE ${whole.line}: ${begin > whole.begin ? "..." : ""}`;
  const text = letters.slice(begin, end).join("") + (end < whole.end ? "..." : "");
  return `${prefix}${text}\n${" ".repeat(prefix.length + offset(at) - offset(begin))}^\n`;
}

function lineAround(letters: readonly string[], at: number): Shown {
  let line = 1;
  let begin = 0;
  for (const [index, letter] of letters.entries()) {
    const isBreak = letter === "\n" || letter === "\r";
    if (isBreak && index >= at) {
      return { line, begin, end: index };
    }
    if (isBreak) {
      line += letter === "\r" || letters[index - 1] !== "\r" ? 1 : 0;
      begin = index + 1;
    }
  }
  return { line, begin, end: letters.length };
}

function cutLine(whole: Shown, at: number, offset: (index: number) => number): { begin: number; end: number } {
  let { begin, end } = whole;
  const isLong = () => offset(end) - offset(begin) > DISPLAY_SIZE;
  if (isLong() && offset(begin) + DISPLAY_SIZE >= offset(at) + MIN_RIGHT_CUT) {
    while (isLong()) {
      end -= 1;
    }
  }
  while (isLong() && offset(at) + MIN_RIGHT_CUT < offset(end)) {
    end -= 1;
  }
  while (isLong()) {
    begin += 1;
  }
  return { begin, end };
}
