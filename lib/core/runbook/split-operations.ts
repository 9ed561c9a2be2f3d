import { analyseScript } from "@/lib/core/shell/analyse-script";
import type { CodeLanguage } from "./code-language";
import { maskParameters } from "./mask-parameters";

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
};

/**
 * Cuts a fence into operations: a comment labels the commands under it, a blank line before a comment ends a group.
 * Groups that share a variable set in the earlier one, and constructs that span a blank line, stay together.
 */
export function splitOperations(text: string, language: CodeLanguage): readonly ScriptPart[] {
  const lines = text.split("\n");
  const prompts = language === "shell" && lines.some((line) => /^\s*\$ \S/.test(line));
  const parts = prompts ? promptParts(lines) : mergeDependent(commentParts(lines, language), language);
  return parts.filter((part) => part.script !== "" || part.label !== null || part.remarks.length > 0);
}

/** `$ command` lines with the output that the document shows under each. */
function promptParts(lines: readonly string[]): readonly ScriptPart[] {
  const starts = lines.flatMap((line, index) => (/^\s*\$ \S/.test(line) ? [index] : []));
  return starts.map((start, at) => {
    const next = starts[at + 1] ?? lines.length;
    const command = commandWithContinuations(lines.slice(start, next));
    const output = lines
      .slice(start + command.length, next)
      .join("\n")
      .trim();
    const label = /^\s*#\s*(\S.*)$/.exec(lines[start - 1] ?? "")?.[1] ?? null;
    return {
      label,
      script: command.map((line) => line.replace(/^\s*\$ /, "").replace(/^> /, "")).join("\n"),
      firstLine: start,
      lastLine: next - 1,
      remarks: [],
      sampleOutput: output === "" ? null : output,
      isComment: false,
    };
  });
}

function commandWithContinuations(lines: readonly string[]): readonly string[] {
  let count = 1;
  while (count < lines.length && (/\\$/.test(lines[count - 1] ?? "") || /^> /.test(lines[count] ?? ""))) {
    count += 1;
  }
  return lines.slice(0, count);
}

type Group = { readonly from: number; readonly to: number };

function commentParts(lines: readonly string[], language: CodeLanguage): readonly ScriptPart[] {
  return groupsOf(lines, language).map(({ from, to }) => {
    const own = lines.slice(from, to);
    const isCommentLine = (line: string) => /^\s*#/.test(line);
    const firstCode = own.findIndex((line) => line.trim() !== "" && !isCommentLine(line));
    const head = own
      .slice(0, firstCode === -1 ? own.length : firstCode)
      .filter(isCommentLine)
      .map(commentText);
    const code = firstCode === -1 ? [] : trimEnd(own.slice(firstCode));
    const lastCode = code.findLastIndex((line) => line.trim() !== "" && !isCommentLine(line));
    const remarks = code
      .slice(lastCode + 1)
      .filter(isCommentLine)
      .map(commentText);
    const [label = null, ...more] = head.filter((text) => text !== "");
    return {
      label,
      script: code.slice(0, lastCode + 1).join("\n"),
      firstLine: from,
      lastLine: Math.max(from, to - 1),
      remarks: [...more, ...remarks].filter((text) => text !== ""),
      sampleOutput: null,
      isComment: firstCode === -1,
    };
  });
}

/** A new group begins at a comment that follows a blank line, outside of anything that is still open. */
function groupsOf(lines: readonly string[], language: CodeLanguage): readonly Group[] {
  const starts = [0];
  for (const [index, line] of lines.entries()) {
    const from = starts.at(-1) ?? 0;
    const isBreak = index > from && (lines[index - 1]?.trim() ?? "") === "" && line.trim() !== "";
    const hasCode = lines.slice(from, index).some((before) => before.trim() !== "" && !/^\s*#/.test(before));
    const isNew = isBreak && (/^\s*#/.test(line) ? hasCode : hasCode && language === "promql");
    if (isNew && isClosed(lines.slice(from, index).join("\n"), language)) {
      starts.push(index);
    }
  }
  return starts.map((from, at) => ({ from, to: starts[at + 1] ?? lines.length }));
}

/** Quotes, loops and heredocs may span blank lines: what does not parse alone is not cut. */
function isClosed(text: string, language: CodeLanguage): boolean {
  if (language !== "shell") {
    return true;
  }
  return analyseScript(maskParameters(text)).problems.length === 0;
}

/** A variable that one group sets and a later one reads makes them one operation, unless it is exported for all. */
function mergeDependent(parts: readonly ScriptPart[], language: CodeLanguage): readonly ScriptPart[] {
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
  return line.replace(/^\s*#+\s?/, "").trim();
}

function trimEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return lines.slice(0, last + 1);
}
