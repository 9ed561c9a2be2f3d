import { commandOfLine, isPlainlyCommand } from "@/lib/core/shell/command-line";
import type { OperationLanguage } from "../runbook";
import { foreignText } from "./foreign-text";
import { isClosedShell, parsesAsShell } from "./parses-as-shell";
import { promptReader } from "./prompts";

/** A part of a fence that is run as one. `line` counts from 0 within the fence. */
export type ScriptPart = {
  readonly label: string | null;
  readonly script: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** Comments below the commands: expectations, hints. */
  readonly remarks: readonly string[];
  readonly sampleOutput: string | null;
  /** Nothing to run: comments only. */
  readonly isComment: boolean;
  /** It stood behind a prompt. */
  readonly isPrompted?: true;
};

/**
 * Cuts a fence into operations: a comment labels the commands under it, a blank line before a comment ends a group.
 * Groups that share a variable set in the earlier one, and constructs that span a blank line, stay together.
 */
export function splitOperations(text: string, language: OperationLanguage): readonly ScriptPart[] {
  const lines = (language === "promql" ? text.replace(/^[ \t]*\/\/ ?/gm, "# ") : text).split("\n");
  const read = language === "shell" ? promptReader(lines) : null;
  const parts = read ? promptParts(lines, read) : mergeDependent(commentParts(lines, language), language);
  return parts.filter((part) => part.script !== "" || part.label !== null || part.remarks.length > 0);
}

/** `$ command` lines with the output that the document shows under each. */
function promptParts(lines: readonly string[], read: (line: string) => string | null): readonly ScriptPart[] {
  const starts = lines.flatMap((line, index) => (read(line) === null ? [] : [index]));
  return starts.map((start, at) => {
    const next = starts[at + 1] ?? lines.length;
    const command = promptedCommand(lines.slice(start, next), read);
    const output = lines
      .slice(start + command.length, next)
      .join("\n")
      .trim();
    const label = /^\s*#+\s*(\S.*)$/.exec(lines[start - 1] ?? "")?.[1] ?? null;
    return {
      label: label !== null && read(lines[start - 1] ?? "") === null ? label : null,
      script: command.join("\n").trimEnd(),
      firstLine: start,
      lastLine: next - 1,
      remarks: [],
      sampleOutput: output === "" ? null : output,
      isComment: false,
      isPrompted: true,
    };
  });
}

/** A command may go on: behind a backslash, a `> ` prompt, an open quote or heredoc. What never closes is one line. */
const MAX_COMMAND_LINES = 40;

function promptedCommand(lines: readonly string[], read: (line: string) => string | null): readonly string[] {
  const first = read(lines[0] ?? "") ?? "";
  const own = [first, ...lines.slice(1, MAX_COMMAND_LINES).map((line) => line.replace(/^> /, ""))];
  let count = 1;
  const goesOn = () =>
    /\\$/.test(own[count - 1] ?? "") ||
    (/^> /.test(lines[count] ?? "") && !isClosed(own.slice(0, count).join("\n"), "shell"));
  while (count < own.length && goesOn()) {
    count += 1;
  }
  for (let longer = count; longer <= own.length; longer += 1) {
    if (isClosed(own.slice(0, longer).join("\n"), "shell")) {
      return own.slice(0, longer);
    }
  }
  return own.slice(0, count);
}

type Group = { readonly from: number; readonly to: number };

const isCommentLine = (line: string) => /^\s*#/.test(line);
/** An address alone is opened by a person. */
const isNoCode = (line: string) => /^\s*(?:#.*|https?:\/\/\S+|)$/.test(line);
const isCodeLine = (line: string) => !isBlank(line) && !isCommentLine(line);

function commentParts(lines: readonly string[], language: OperationLanguage): readonly ScriptPart[] {
  return groupsOf(lines, language)
    .flatMap((group) => numberedParts(lines, group))
    .flatMap(({ from, to }) => {
      const own = lines.slice(from, to);
      const firstCode = own.every(isNoCode) ? -1 : own.findIndex(isCodeLine);
      const head = firstCode === -1 ? own.filter(isCommentLine).map(commentText) : namedFirst(own.slice(0, firstCode));
      const code = firstCode === -1 ? [] : trimEnd(own.slice(firstCode));
      const lastCode = code.findLastIndex(isCodeLine);
      const remarks = code
        .slice(lastCode + 1)
        .filter(isCommentLine)
        .map(commentText);
      const { spoken, disabled } =
        firstCode === -1 ? { spoken: head.filter((text) => text !== ""), disabled: [] } : headOf(head);
      const [label = null, ...more] = firstCode === -1 ? spoken : joinedLabel(spoken);
      const part: ScriptPart = {
        label,
        script: code.slice(0, lastCode + 1).join("\n"),
        firstLine: from,
        lastLine: Math.max(from, to - 1),
        remarks: [...more, ...remarks].filter((text) => text !== ""),
        sampleOutput: null,
        isComment: firstCode === -1,
      };
      return disabled.length === 0 ? [part] : [disabledPart(disabled, from), part];
    });
}

/** "Step 1:", "If the pod crashes:" leads on to the comment below it. */
function joinedLabel([first, second, ...more]: readonly string[]): readonly string[] {
  return first !== undefined && second !== undefined && leadsToNext.test(first)
    ? [`${first} ${second}`, ...more]
    : [first, second, ...more].filter((text) => text !== undefined);
}

const leadsToNext = /^(?:(?:step|schritt|paso|passo|étape|шаг)\s*\d+|(?:if|when|for)\b.{2,60})\s*:$/i;

/** Of numbered comments above a command each stands for itself; without one, those that a gap parts. */
function numberedParts(lines: readonly string[], { from, to }: Group): readonly Group[] {
  const code = lines.slice(from, to).findIndex(isCodeLine);
  const head = lines.slice(from, code === -1 ? to : from + code);
  const isNumbered = (index: number | undefined) => numbered.test(head[index ?? -1] ?? "");
  const heads = head.flatMap((line, index) =>
    isCommentLine(line) && (isBlank(head[index - 1]) || (code !== -1 && isNumbered(index))) ? [index] : [],
  );
  const cuts = heads.filter((index, at) => isNumbered(index) && isNumbered(heads[at - 1]));
  const starts = [from, ...cuts.map((index) => from + index)];
  return starts.map((start, index) => ({ from: start, to: starts[index + 1] ?? to }));
}

const numbered = /^\s*#+\s*(?:step\s*)?\d+[.):]/i;

function isBlank(line: string | undefined): boolean {
  return (line?.trim() ?? "") === "";
}

/** The comments above code with the one first that names it: nearest, unless an earlier one leads on to it. */
function namedFirst(head: readonly string[]): readonly string[] {
  const gap = head.findLastIndex(isBlank);
  const before = head.slice(0, gap + 1).filter(isCommentLine);
  const comments = [...head.slice(gap + 1).filter(isCommentLine), ...before];
  return (before.some((line) => leadsOn.test(line)) ? head.filter(isCommentLine) : comments).map(commentText);
}

/** Comments above code, parted into words and commands that somebody commented out: these are no label. */
function headOf(head: readonly string[]): { readonly spoken: readonly string[]; readonly disabled: readonly string[] } {
  const said = head.filter((text) => text !== "");
  const isSpoken = said.every((text) => !isPlainlyCommand(text));
  return isSpoken
    ? { spoken: said, disabled: [] }
    : { spoken: said.filter((text) => !isPlainlyCommand(text)), disabled: said.filter(isPlainlyCommand) };
}

function disabledPart(commands: readonly string[], from: number): ScriptPart {
  const [label = "", ...remarks] = commands;
  const lastLine = from + remarks.length;
  return { label, script: "", firstLine: from, lastLine, remarks, sampleOutput: null, isComment: true };
}

/** Comments under a command that speak of it, and head nothing new. */
const remark =
  /^\s*#+\s*(?:[-*>→]|=>|expect|should|look for|output|sample output|result|returns|example|if |when |note|ok\b|success|healthy|normal|you should|this |will |e\.g|i\.e|\(|出力|期待|输出|预期|结果)/i;

/** A new group begins at a comment above code, outside of anything that is still open. */
function groupsOf(lines: readonly string[], language: OperationLanguage): readonly Group[] {
  const shebang = lines.findIndex((line) => line.startsWith("#!"));
  if (shebang >= 0 && lines.slice(0, shebang).every((line) => /^\s*(?:#|$)/.test(line))) {
    return [{ from: 0, to: lines.length }];
  }
  const starts = [0];
  let hasCode = false;
  for (const [index, line] of lines.entries()) {
    const start = starts.at(-1) ?? 0;
    if (hasCode && isHead(lines, index, language) && isClosed(lines.slice(start, index).join("\n"), language)) {
      starts.push(index);
      hasCode = false;
    }
    hasCode ||= !/^\s*(?:#|$)/.test(line);
  }
  return starts.map((from, at) => ({ from, to: starts[at + 1] ?? lines.length }));
}

function isHead(lines: readonly string[], at: number, language: OperationLanguage): boolean {
  const line = lines[at] ?? "";
  const isAfterGap = isBlank(lines[at - 1]) && line.trim() !== "";
  if (!line.startsWith("#")) {
    return isAfterGap && (language === "promql" || headsForeign(lines, at));
  }
  const isCodeBelow = leadsToCode(lines, at);
  return remark.test(line) && !leadsOn.test(line) && !(conditional.test(line) && isCodeBelow)
    ? isAfterGap && (isCodeBelow || (isLast(lines, at) && !expected.test(line)))
    : isAfterGap || isCodeBelow;
}

/** What is to be seen belongs to the command above, also where nothing follows. */
const expected =
  /^\s*#+\s*(?:[-*>→]\s*)?(?:expect|should|output|(?:sample|example|typical) output|you should|success|healthy|normal|ok\b|期待|预期)/i;

/** "If CPU > 80%:" speaks of what follows. */
const leadsOn = /^\s*#+\s*(?:if|when)\b.*:\s*$/i;

/** "If it is low, restart it", right above a command, speaks of that one. */
const conditional = /^\s*#+\s*(?:if|when)\s/i;

/** Whether nothing but comments follows: they are looked at by a person, one by one. */
function isLast(lines: readonly string[], at: number): boolean {
  return lines.slice(at).every((line) => /^\s*(?:#|$)/.test(line));
}

/** `// …` or `-- …` after a gap, above what is no shell: another language begins. */
function headsForeign(lines: readonly string[], at: number): boolean {
  return /^(?:\/\/|--) \S/.test(lines[at] ?? "") && isForeign(lines.slice(at + 1).join("\n"));
}

/** Whether code follows the comment that stands at a line, with nothing but comments between. Behind a gap, any line is. */
function leadsToCode(lines: readonly string[], at: number): boolean {
  const next = lines.slice(at).find((line) => !/^\s*#/.test(line));
  const isAfterGap = isBlank(lines[at - 1]);
  return (
    next !== undefined && (commandOfLine(next) !== null || (isAfterGap && next.trim() !== "" && parsesAsShell(next)))
  );
}

/** Quotes, loops and heredocs may span blank lines: what does not parse alone is not cut. */
function isClosed(text: string, language: OperationLanguage): boolean {
  if (language !== "shell") {
    return true;
  }
  return isClosedShell(text) || isForeign(text);
}

/** JavaScript or SQL above is never shell: it ends where a comment begins something new. */
function isForeign(text: string): boolean {
  const first = text.split("\n").find((line) => !/^\s*(?:#|$)/.test(line)) ?? "";
  return commandOfLine(first) === null && foreignText(text) !== null;
}

/** A variable that one group sets and a later one reads makes them one operation, unless it is exported for all. */
function mergeDependent(parts: readonly ScriptPart[], language: OperationLanguage): readonly ScriptPart[] {
  if (language !== "shell") {
    return parts;
  }
  const merged: ScriptPart[] = [];
  for (const part of parts) {
    const before = merged.at(-1);
    const names = before ? localVariables(before.script) : [];
    if (before && names.some((name) => new RegExp(`\\$\\{?${name}\\b`).test(part.script))) {
      const script = `${before.script}\n\n${part.label === null ? "" : `# ${part.label}\n`}${part.script}`;
      merged[merged.length - 1] = {
        ...before,
        script,
        lastLine: part.lastLine,
        remarks: [...before.remarks, ...part.remarks],
      };
    } else {
      merged.push(part);
    }
  }
  return merged;
}

function localVariables(script: string): readonly string[] {
  return [...script.matchAll(/^\s*([A-Za-z_]\w*)=/gm)].map(([, name = ""]) => name);
}

function commentText(line: string): string {
  return line.replace(/^\s*(?:#!.*|#+\s?)/, "").trim();
}

function trimEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return lines.slice(0, last + 1);
}
