import { commandOfLine } from "@/lib/core/shell/command-line";
import type { CodeReading } from "./code-reading";
import { foreignText, isClientLine } from "./foreign-text";
import { isClosedShell, parsesAsShell } from "./parses-as-shell";
import type { ScriptPart } from "./split-operations";

/** A part of a shell block that is to be run, or why it is not. */
export type PartReading = { readonly part: ScriptPart; readonly reading: CodeReading };

/**
 * A block may change its language half-way, or show a command's output under it without any prompt. Each part is looked
 * at by itself: a foreign one is named, output is taken off its command, and only what is left is run.
 */
export function readPart(part: ScriptPart, ofBlock: CodeReading): readonly PartReading[] {
  if (!startsAsCommand(part.script) && !isShell(part)) {
    const foreign = foreignText(part.script);
    if (foreign) {
      return [{ part, reading: { content: foreign.content, because: `this part ${foreign.because}` } }];
    }
  }
  if (parsesAsShell(part.script) && !hasOutputBelow(part.script)) {
    return [{ part, reading: ofBlock }];
  }
  const separate = commandsWithOutput(part);
  if (separate.length > 0) {
    return separate.map((one) => ({ part: one, reading: ofBlock }));
  }
  const inside = foreignText(part.script);
  if (inside?.isCertain) {
    return [{ part, reading: { content: inside.content, because: `this part ${inside.because}` } }];
  }
  return parsesAsShell(part.script) || part.script.split("\n").some((line) => commandOfLine(line) !== null)
    ? [{ part, reading: ofBlock }]
    : [{ part, reading: { content: "output", because: "no line of it reads as a command" } }];
}

/** A prompt says that it is, and so does a function of a shell, which JavaScript begins in the same words. */
function isShell({ script, isPrompted }: ScriptPart): boolean {
  const isFunction = /^(?:[ \t]*(?:#.*)?\n)*[ \t]*(?:function\s+)?[\w-]+\s*\(\s*\)\s*\{/.test(script);
  const isOfShell = isFunction && /\$[\w{("@#?]/.test(script) && !/[^;];$|=>/m.test(script);
  return (isPrompted === true || isOfShell) && parsesAsShell(script);
}

function startsAsCommand(script: string): boolean {
  return commandOfLine(script.split("\n").find((line) => !/^\s*(?:#|$)/.test(line)) ?? "") !== null;
}

const outputLine =
  /^(?:[A-Z][A-Z0-9_%()/-]+(?:\s{2,}|\t)[A-Z(]|Error from server|error:|\S+\/\S+ (?:created|configured|unchanged|deleted|patched|scaled|restarted|labeled|annotated)$|\[?\d{4}-\d\d-\d\d[T ]|[{[]\s*$|\+-{3,}|-{5,}|\s*"[\w-]+":|(?:apiVersion|kind): \S|[a-z][\w-]*:$)/;

function hasOutputBelow(script: string): boolean {
  const lines = script.split("\n");
  return lines.some(
    (line, index) => index > 0 && (outputLine.test(line) || isClientLine(line)) && !/\\$/.test(lines[index - 1] ?? ""),
  );
}

const MAX_LINES = 400;

/** The commands of a part, each with what stands under it as its output; none when they cannot be told apart. */
function commandsWithOutput(part: ScriptPart): readonly ScriptPart[] {
  const lines = part.script.split("\n");
  if (lines.length > MAX_LINES || !startsAsCommand(part.script)) {
    return [];
  }
  const stretches = stretchesOf(lines);
  if (!stretches.every(({ from, length }) => parsesAsShell(lines.slice(from, from + length).join("\n")))) {
    return [];
  }
  return stretches.map(({ from, length, to }, index) => ({
    ...part,
    ...(index > 0 && { label: null, remarks: [] }),
    script: lines.slice(from, from + length).join("\n"),
    firstLine: part.firstLine + from,
    lastLine: to === lines.length ? part.lastLine : part.firstLine + to - 1,
    sampleOutput:
      lines
        .slice(from + length, to)
        .join("\n")
        .trim() || null,
  }));
}

/** Where each command begins, how many lines it takes, and where the next one begins. */
function stretchesOf(
  lines: readonly string[],
): readonly { readonly from: number; readonly length: number; readonly to: number }[] {
  const stretches: { from: number; length: number; to: number }[] = [];
  let from = 0;
  while (from < lines.length) {
    const length = commandLength(lines.slice(from));
    const next = lines.slice(from + length).findIndex((line) => commandOfLine(line) !== null);
    const to = next === -1 ? lines.length : from + length + next;
    stretches.push({ from, length, to });
    from = to;
  }
  return stretches;
}

/** How many lines the command at the head takes: up to where quotes, loops and heredocs are closed. */
function commandLength(lines: readonly string[]): number {
  const count = lines.findIndex(
    (line, index) => !/\\$/.test(line) && isClosedShell(lines.slice(0, index + 1).join("\n")),
  );
  return count === -1 ? 1 : count + 1;
}
