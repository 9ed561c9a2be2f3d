import { commandOfLine } from "@/lib/core/shell/command-line";
import { isClosedShell } from "./parses-as-shell";

const mayBeProse = /^\s*(?:\d+[.)]\s+|\()?[A-Z][a-z]+(?: [A-Za-z]|:$)/m;
const prose =
  /^\s*(?:(?:step\s*)?\d+[.):]\s+)?(?:[A-Z][a-z]+(?: [\w'’",()/-]+)*(?: [A-Za-z'’]{2,}\)?)[.:]?|(?:Examples?|Usage|Notes?):|\([A-Z][a-z]+(?: [\w'’/-]+){2,}\))$/;

/**
 * The text of a shell block with its lines of prose made comments: "Log in to the server" over `ssh web-1` heads it,
 * "(In the container)" is no subshell. What stands inside of quotes and heredocs stays.
 */
export function withProseAsComments(text: string): string {
  if (!mayBeProse.test(text)) {
    return text;
  }
  const lines = text.split("\n");
  if (!lines.some((line) => commandOfLine(line) !== null)) {
    return text;
  }
  let from = 0;
  let openAt = -1;
  const made = lines.map((line, index) => {
    const isProse = prose.test(line) && commandOfLine(line) === null && !/ -{1,2}[a-z]/.test(line);
    if (!isProse || /\\$/.test(lines[index - 1] ?? "")) {
      return line;
    }
    // A line of prose without quotes closes nothing that is open: a long heredoc is not parsed anew for each.
    const isStillOpen = openAt === index - 1 && index > 0 && !/['"]/.test(lines[index - 1] ?? "");
    if (isStillOpen || !isClosedShell(lines.slice(from, index).join("\n"))) {
      openAt = index;
      return line;
    }
    from = index + 1;
    return `# ${line.trim().replace(/^\((.*)\)$/, "$1")}`;
  });
  return made.join("\n");
}
