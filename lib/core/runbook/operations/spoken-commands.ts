import { brandId, type OperationId } from "@/lib/core/kernel/ids";
import { commandOfLine } from "@/lib/core/shell/command-line";
import { isCommandName } from "@/lib/core/shell/command-names";
import type { Inline } from "../block";
import type { IdMaker } from "../ids";
import { inlineText, type ToldCode, toldCodes } from "../markdown/inline-text";
import { usesIn } from "../parameters/parameters";
import type { Operation } from "../runbook";
import type { LineRange } from "../source";
import { bareCommands, isCommand } from "./bare-commands";
import { parsesAsShell } from "./parses-as-shell";
import { commandAfterPrompt } from "./prompts";
import { runModeOf } from "./run-mode";

/** The commands of prose: its pieces of code, and the lines of words alone that are one. */
export function commandsIn(children: readonly Inline[]): readonly string[] {
  if (children.every(isWords)) {
    return bareCommands(inlineText(children));
  }
  const lone = loneCode(children);
  return lone === null ? toldCodes(children).flatMap(commandOfTold) : loneCommand(lone);
}

/** The piece of code that is all of a paragraph or an item; null when there are words beside it. */
function loneCode(children: readonly Inline[]): string | null {
  const said = children.filter((inline) => inline.kind !== "text" || /[^\s.:;,]/.test(inline.text));
  const [only, ...more] = said;
  if (only === undefined || more.length > 0) {
    return null;
  }
  if (only.kind === "code") {
    return only.text;
  }
  return only.kind === "strong" || only.kind === "emphasis" ? loneCode(only.children) : null;
}

/** Programs whose names are words, of which a piece of code may be the name of something else. */
const ambiguous =
  /^(?:node|compose|cast|forge|fly|copilot|snow|stress|sync|route|pass|op|forever|near|eb|sam|mc|[A-Za-z_]\w*=)/;
const script = /^(?:\.{1,2}|~)?\/\S+\.(?:sh|py|pl|rb)$/;

/** What stands alone is meant to be run, also where it would not be plain within a sentence. */
function loneCommand(text: string): readonly string[] {
  const line = text.trim();
  const isCall = /\s/.test(line) ? !ambiguous.test(line) : script.test(line);
  const isWhole = isCall && commandOfLine(line) !== null && !isCommandName(line) && !/[?!:,…]$|\.\.$/.test(line);
  return isWhole && parsesAsShell(line) ? [line] : commandOfCode(text);
}

function isWords(inline: Inline): boolean {
  switch (inline.kind) {
    case "text":
    case "line-break":
      return true;
    case "strong":
    case "emphasis":
      return inline.children.every(isWords);
    case "link":
      return inline.url.replace(/^mailto:/, "") === inlineText(inline.children);
    default:
      return false;
  }
}

/** "Run `scripts/failover.sh` to demote the primary": the name of a script is a command where it is said to be run. */
function commandOfTold({ text, before }: ToldCode): readonly string[] {
  return saysRun.test(before) && calledScript.test(text) ? [text] : commandOfCode(text);
}

const saysRun = /(?:^|[^\p{L}])(?:re-?)?(?:run|execute|invoke|launch)(?: the(?: [\w-]+)?(?: script)?)?:? ["“'(]?$/iu;
const calledScript =
  /^(?:(?:\.{1,2}|~)?\/)?(?:[\w.-]+\/)*[\w-][\w.-]*\.(?:sh|bash|py|pl|rb)$|^\.{1,2}\/(?:[\w-]+\/)*[\w-]+$/;

/** A prompt says that it is one: `$ shopper status`. */
function commandOfCode(text: string): readonly string[] {
  const prompted = commandAfterPrompt(text);
  return (prompted === null ? isCommand(text) : parsesAsShell(prompted)) ? [prompted ?? text] : [];
}

/** A command written as inline code. */
export function spokenOperation(
  text: string,
  around: { readonly within: string; readonly lines: LineRange; readonly makeId: IdMaker },
): Operation {
  const script = text.trim();
  return {
    id: brandId<OperationId>(around.makeId(script, around.within)),
    label: script,
    language: "shell",
    script,
    lines: around.lines,
    mode: runModeOf(script, "shell"),
    parameters: usesIn(script),
    expectations: [],
  };
}
