import { commandOfLine, isBareCommand, isPlainlyCommand } from "@/lib/core/shell/command-line";
import { isCommandName } from "@/lib/core/shell/command-names";
import { parsesAsShell } from "./parses-as-shell";
import { commandAfterPrompt } from "./prompts";

/**
 * The commands that stand in prose without any mark of code: "kubectl get pods", "Look at the pods: kubectl get pods",
 * "$ kubectl get pods". None where only a part of one would be found, or where the words warn of it.
 */
export function bareCommands(prose: string): readonly string[] {
  const lines = joined(prose.split("\n").map((line) => line.trim()));
  const [first = "", ...rest] = lines;
  if (rest.length > 0 && headsCalls.test(first) && rest.every(isCall)) {
    return rest;
  }
  const isCalls = lines.length > 1 && lines.some(isBare) && lines.every(isCall);
  let isWarned = false;
  return lines.flatMap((line, index) => {
    isWarned ||= warnsOf(line);
    if (isWarned) {
      return [];
    }
    return isCalls ? [line] : isCut(lines[index + 1]) ? [] : bareCommand(line);
  });
}

/** "Run:", "Execute the following commands:", above lines that are nothing else. */
const headsCalls = /^(?:(?:then|please|next),? )?(?:run|execute|commands?|enter|type|issue)(?: [\w ]{1,40})?[:：]$/i;

/** "Do not do this:", "❌ Wrong:", "Never run these in production:", "Old way (deprecated):". Not "Don't forget to run:". */
export function warnsOf(line: string): boolean {
  const said = line.replace(/^[^\p{L}]+/u, "");
  return warning.test(said) || label.test(said);
}

const object = "(?:this|these|that|it|the following|(?:any of )?(?:the )?(?:commands?|following))";
const warning = new RegExp(
  `^(?:(?:you )?(?:do not|don[’']t|never|must not|should not)(?: ever)?(?: (?:do|run|use|try|execute|apply))?|avoid)(?: ${object})*(?: (?:in|on|against) (?:the )?[\\w-]+)?[:：]$`,
  "i",
);
const label =
  /^(?:wrong|bad|incorrect|forbidden|not this|not needed(?: any ?more)?|no longer needed|previously|formerly|deprecated|old way|example of what went wrong)(?: (?:way|command|commands|example|approach|usage|idea|practice))?(?: \([^)]*\))?[:：]/i;

/** A line that begins with a flag goes on with the command above. */
function joined(lines: readonly string[]): readonly string[] {
  const whole: string[] = [];
  for (const line of lines) {
    const before = whole.at(-1);
    if (before !== undefined && isFlag(line) && commandOfLine(before) !== null) {
      whole[whole.length - 1] = `${before.replace(/\s*\\$/, "")} ${line}`;
    } else {
      whole.push(line);
    }
  }
  return whole;
}

/** "-check its logs:" is an item without a space. */
function isFlag(line: string): boolean {
  return /^-{1,2}[A-Za-z]/.test(line) && !/[:：]$/.test(line);
}

/** Whether what follows may belong to the command above: it is no sentence, and no command of its own. */
function isCut(next: string | undefined): boolean {
  return next !== undefined && /^[a-z0-9./<$'"]/.test(next) && !/[.:!?]$/.test(next) && !isBare(next) && !isCall(next);
}

function isBare(line: string): boolean {
  return bareCommand(line).length > 0;
}

function isCall(line: string): boolean {
  return commandOfLine(line) !== null && !/[.:!?]$/.test(line) && parsesAsShell(line);
}

/** `kubectl top pod <pod>  # where there are metrics`, `… (from the bastion)` */
const aside = /\s+#\s[^"'`]*$|\s+\(\p{L}[^()"'`$|<>]*\)$/iu;

function bareCommand(line: string): readonly string[] {
  const prompted = commandAfterPrompt(line);
  if (prompted !== null) {
    return parsesAsShell(prompted) ? [prompted] : [];
  }
  const said = line.replace(aside, "");
  const [, words = "", behind = ""] = /^([^:`$|<]{2,80}):\s+(\S.+)$/.exec(said) ?? [];
  const named = tellsOf.test(words) ? "" : behind.replace(/^(['"])(.*)\1$/, "$2");
  const found = [said, named].find((text) => isBareCommand(text) && isCommand(text));
  return found === undefined ? [] : [found.trim()];
}

/** Words before a command that is not to be run, or of which a sentence tells. */
const tellsOf =
  /\b(?:do not|don[’']t|never|avoid|must not|should not|instead of)\b|^\W*(?:(?:root )?causes?|symptoms?|problem|issue|errors?|reason|why|effect|impact|results?|output|status|message|notes?|warning|caution|danger)$/i;

/** Whether a text is plainly a command, and whole. */
export function isCommand(text: string): boolean {
  return isPlainlyCommand(text) && !isCommandName(text) && parsesAsShell(text);
}
