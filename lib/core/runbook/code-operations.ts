import { brandId, type OperationId } from "@/lib/core/kernel/ids";
import { codeLanguage } from "./code-language";
import { expectationOf } from "./expectations";
import type { IdMaker } from "./ids";
import { usesIn } from "./parameters";
import { runModeOf } from "./run-mode";
import type { Operation } from "./runbook";
import type { LineRange } from "./source";
import { type ScriptPart, splitOperations } from "./split-operations";

type Fence = { readonly language: string; readonly text: string; readonly lines: LineRange };

export type FenceParts = {
  readonly operations: readonly Operation[];
  /** Comment-only parts: what a person is told to do or to look for. */
  readonly comments: readonly {
    readonly text: string;
    readonly remarks: readonly string[];
    readonly lines: LineRange;
  }[];
};

/** The operations of one fenced block. `within` is the id of the section or step around it, `title` its words. */
export function operationsOfFence(
  fence: Fence,
  around: { readonly within: string; readonly title: string; readonly makeId: IdMaker },
): FenceParts {
  const language = codeLanguage(fence.language, fence.text);
  const { within, title, makeId } = around;
  if (language === "other") {
    const id = makeId(`${fence.language || "block"} ${fence.text.slice(0, 30)}`, within);
    return { operations: [reference(fence, { id: brandId(id), title })], comments: [] };
  }
  const parts = splitOperations(fence.text, language);
  const operations = parts
    .filter((part) => !part.isComment)
    .map((part): Operation => {
      const label = part.label ?? firstCommand(part.script) ?? title;
      return {
        id: brandId(makeId(label, within)),
        label,
        language,
        script: part.script,
        lines: linesOf(part, fence),
        mode: runModeOf(part.script, language),
        parameters: usesIn(part.script),
        expectations: [part.label ?? "", ...part.remarks].flatMap(
          (text) => expectationOf(text, linesOf(part, fence)) ?? [],
        ),
        ...(part.sampleOutput !== null && { sampleOutput: part.sampleOutput }),
      };
    });
  const comments = parts
    .filter((part) => part.isComment)
    .map((part) => ({ text: part.label ?? "", remarks: part.remarks, lines: linesOf(part, fence) }));
  return { operations, comments };
}

function reference(fence: Fence, { id, title }: { readonly id: OperationId; readonly title: string }): Operation {
  const tag = fence.language.split(" ")[0] ?? "";
  return {
    id,
    label: title,
    language: "reference",
    script: fence.text,
    lines: fence.lines,
    mode: {
      value: "reference",
      from: "inferred",
      because: tag === "" ? "output or text, no command" : `${tag}, no command`,
    },
    parameters: [],
    expectations: [],
  };
}

/** The fence's first line is its opening mark. */
function linesOf(part: ScriptPart, fence: Fence): LineRange {
  return { start: fence.lines.start + 1 + part.firstLine, end: fence.lines.start + 1 + part.lastLine };
}

const LABEL_LENGTH = 60;

function firstCommand(script: string): string | null {
  const line = script
    .split("\n")
    .find((candidate) => candidate.trim() !== "" && !candidate.trim().startsWith("#"))
    ?.trim();
  if (line === undefined) {
    return null;
  }
  return line.length > LABEL_LENGTH ? `${line.slice(0, LABEL_LENGTH - 1)}…` : line;
}
