import { shellProblems } from "@/lib/core/shell/script/parse-shell";
import { maskParameters } from "../parameters/mask-parameters";

/** Whether a bash parser understands a script whole, its open parameters taken as plain words. */
export function parsesAsShell(script: string): boolean {
  return shellProblems(maskParameters(script)).length === 0;
}

const reserved = "if|then|else|elif|fi|for|while|until|do|done|case|esac|in|select|function|time|coproc";
const closedCommand = String.raw`(?!(?:${reserved})\b)[\w./](?:[\w ./:=@%,+~*?-]|\$(?!['"])|'[^'\n]*'|"[^"\x60$\\\n]*")*`;
/** Comments, and pipes of plain words and quotes that end: closed, and no parser is needed to say so. */
const closedLines = new RegExp(String.raw`^(?:[ \t]*(?:#[^\n]*|${closedCommand}(?:\| ${closedCommand})*)?(?:\n|$))+$`);

/** Whether nothing is open at the end of a script: no quote, no loop, no heredoc. */
export function isClosedShell(script: string): boolean {
  return closedLines.test(script) || (parsesAsShell(script) && !hasOpenHeredoc(script));
}

/** Bash takes the rest of a script for the body of a heredoc that does not end, and so does a parser. */
function hasOpenHeredoc(script: string): boolean {
  const lines = script.split("\n");
  return lines.some((line, index) => {
    const [, mark] = /(?<![<\d])<<-?\s*["']?([A-Za-z_]\w*)["']?/.exec(line) ?? [];
    return mark !== undefined && !lines.slice(index + 1).some((later) => later.trim() === mark);
  });
}
