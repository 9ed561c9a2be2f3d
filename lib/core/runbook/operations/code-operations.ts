import { brandId, type OperationId } from "@/lib/core/kernel/ids";
import { isPlainlyCommand } from "@/lib/core/shell/command-line";
import type { CodePart } from "../block";
import type { IdMaker } from "../ids";
import { usesIn } from "../parameters/parameters";
import type { Decision, Operation, OperationLanguage } from "../runbook";
import type { LineRange } from "../source";
import { firstLineOf, type Statements } from "../statements";
import { decisionOf } from "../steps/decisions";
import { expectationOf } from "../steps/expectations";
import { readCode } from "./code-content";
import type { CodeReading } from "./code-reading";
import { isClientLine } from "./foreign-text";
import { parsesAsShell } from "./parses-as-shell";
import { withProseAsComments } from "./prose-lines";
import { readPart } from "./read-part";
import { runModeOf } from "./run-mode";
import { type ScriptPart, splitOperations } from "./split-operations";
import { type Stretch, stretchesOf } from "./typed-lines";

type Fence = { readonly language: string; readonly text: string; readonly lines: LineRange };
type Around = {
  readonly within: string;
  readonly title: string;
  /** What the line above says that the block does. */
  readonly lead?: string | null;
  readonly makeId: IdMaker;
  readonly statements: Statements;
};

/** A comment without a command: what a person is told to do or to look for. */
export type FenceComment = { readonly text: string; readonly remarks: readonly string[]; readonly lines: LineRange };

export type FenceParts = {
  readonly operations: readonly Operation[];
  readonly comments: readonly FenceComment[];
  /** What comments beside an operation say of what to do next. */
  readonly decisions: ReadonlyMap<OperationId, readonly Decision[]>;
  /** What each stretch of the block is: all of it is accounted for. */
  readonly parts: readonly CodePart[];
};

/** The operations of one fenced block. `within` is the id of the section or step around it, `title` its words. */
export function operationsOfFence(written: Fence, around: Around): FenceParts {
  const stated = around.statements.of("blocks", firstLineOf(written.text));
  const reading = stated
    ? { content: stated, because: "front matter says so" }
    : readCode(written.language, written.text);
  if (reading.content !== "commands" && reading.content !== "query") {
    return headedConfiguration(written, { around, reading });
  }
  const language = reading.content === "query" ? "promql" : "shell";
  const fence = language === "shell" && !stated ? { ...written, text: withProseAsComments(written.text) } : written;
  const context: Context = { fence, around, reading, language, isStated: stated !== undefined };
  const stretches = language === "shell" && !stated ? stretchesOf(fence.text) : [];
  const made =
    stretches.length > 1
      ? stretches.flatMap((stretch) => stretchParts(stretch, context))
      : splitOperations(fence.text, language).map((part) => partOf(part, context));
  const parts = made.flatMap((one) => one.parts);
  return {
    operations: led(
      made.flatMap(({ operations }) => operations),
      around.lead ?? null,
    ),
    comments: made.flatMap(({ comments }) => comments),
    decisions: new Map(made.flatMap(({ decisions }) => [...decisions])),
    parts: parts.length > 0 ? parts : [{ content: "text", because: "it holds nothing to run", lines: fence.lines }],
  };
}

/** The only operation of a block that no comment labels is what the line above the block leads to. */
function led(operations: readonly Operation[], lead: string | null): readonly Operation[] {
  const [only, ...more] = operations;
  const isLed = lead !== null && only !== undefined && more.length === 0 && only.label === firstCommand(only.script);
  return isLed ? [{ ...only, label: lead }] : operations;
}

/** A block that is not run. "# kubectl edit deploy/web" over what is to be changed there is an operation all the same. */
function headedConfiguration(
  fence: Fence,
  { around, reading }: { readonly around: Around; readonly reading: CodeReading },
): FenceParts {
  const [first = "", ...below] = fence.text.split("\n");
  const found =
    reading.content === "configuration" && below.length > 0 && opensFile.test(first)
      ? commandInComment(first.replace(/^#+\s*/, ""))
      : null;
  if (found === null) {
    return { operations: [], comments: [], decisions: new Map(), parts: [{ ...reading, lines: fence.lines }] };
  }
  const part = { ...found, firstLine: 0, lastLine: 0, remarks: [], sampleOutput: null, isComment: false };
  const operation = operationOf(part, { fence, around, language: "shell" });
  const rest = linesOf({ firstLine: 1, lastLine: below.length }, fence);
  return {
    operations: [operation],
    comments: [],
    decisions: new Map(),
    parts: [
      {
        content: "commands",
        because: "its first line is a command",
        lines: operation.lines,
        operationId: operation.id,
      },
      { ...reading, lines: rest },
    ],
  };
}

/** A comment that only says how the file is used is none. */
const opensFile =
  /^(?:#+\s*)?(?:kubectl|oc) .*\bedit\b|^(?:(?:kubectl|oc) .*\b(?:apply|create|patch|replace)\b|helm .*\b(?:upgrade|install)\b)/;

type Context = {
  readonly fence: Fence;
  readonly around: Around;
  readonly reading: CodeReading;
  readonly language: OperationLanguage;
  readonly isStated: boolean;
};

function partOf(part: ScriptPart, context: Context): FenceParts {
  return part.isComment ? commentPart(part, context.fence, context.around) : codePart(part, context);
}

/** What is typed into a client is shown; the shell around it is read by itself. */
function stretchParts({ from, to, typed }: Stretch, context: Context): readonly FenceParts[] {
  const { fence, language } = context;
  if (typed !== null) {
    const lines = linesOf({ firstLine: from, lastLine: to - 1 }, fence);
    return [{ operations: [], comments: [], decisions: new Map(), parts: [{ ...typed, lines }] }];
  }
  const text = fence.text.split("\n").slice(from, to).join("\n");
  return splitOperations(text, language).map((part) =>
    partOf({ ...part, firstLine: part.firstLine + from, lastLine: part.lastLine + from }, context),
  );
}

function codePart(part: ScriptPart, { fence, around, reading, language, isStated }: Context): FenceParts {
  const readings = language === "shell" && !isStated ? readPart(part, reading) : [{ part, reading }];
  const made = readings.map(({ part: one, reading: own }) => ({
    part: one,
    lines: linesOf(one, fence),
    own,
    operation: own.content === reading.content ? operationOf(one, { fence, around, language }) : null,
  }));
  return {
    operations: made.flatMap(({ operation }) => operation ?? []),
    comments: [],
    decisions: new Map(
      made.flatMap(({ part: { label, remarks }, lines, operation }) => {
        const decisions = [label ?? "", ...remarks].flatMap((text) => decisionOf(text, lines) ?? []);
        return operation && decisions.length > 0 ? [[operation.id, decisions] as const] : [];
      }),
    ),
    parts: made.map(({ lines, own, operation }) => ({
      ...own,
      lines,
      ...(operation && { operationId: operation.id }),
    })),
  };
}

function operationOf(part: ScriptPart, { fence, around, language }: Omit<Context, "reading" | "isStated">): Operation {
  const command = firstCommand(part.script);
  const name = part.label ?? command ?? around.title;
  const lines = linesOf(part, fence);
  return {
    id: brandId(around.makeId(name, around.within)),
    label: connects.test(name) ? (command ?? name) : name,
    language,
    script: part.script,
    lines,
    mode: opensSession(part) ? sessionMode : runModeOf(part.script, language),
    parameters: usesIn(part.script),
    expectations: [part.label ?? "", ...part.remarks].flatMap((text) => expectationOf(text, lines) ?? []),
    ...(part.sampleOutput !== null && { sampleOutput: part.sampleOutput }),
  };
}

/** A comment that only leads on to the next command: "# or". */
const connects = /^(?:or|and|then|and then|or else|alternatively|also|next|finally|after that|plus)[,:.]?$/i;

/** Under it stands the prompt of what it opens: "gitlab-psql", "shop=# select 1". */
function opensSession({ sampleOutput }: ScriptPart): boolean {
  return isClientLine(sampleOutput?.slice(0, sampleOutput.search(/\n|$/)) ?? "");
}

const sessionMode = {
  value: "by-hand",
  from: "inferred",
  because: "a prompt under it shows that it opens a session for a person",
} as const;

const COMMENTED_OUT = "a command written as a comment";

/** Comments may hold commands: commented out, or behind words ("- Check events: kubectl describe pod <pod-name>"). */
function commentPart(part: ScriptPart, fence: Fence, around: Around): FenceParts {
  const lines = linesOf(part, fence);
  const texts = [part.label ?? "", ...part.remarks];
  const commands = texts.flatMap((text) => commandInComment(text) ?? []);
  const operations = commands.map(({ label, script }) => {
    const commanded = { ...part, label, script, remarks: [], isComment: false };
    return operationOf(commanded, { fence, around, language: "shell" });
  });
  const isAllCommands = commands.length === texts.filter((text) => text !== "").length;
  return {
    operations,
    decisions: new Map(),
    comments: isAllCommands ? [] : [{ text: part.label ?? "", remarks: part.remarks, lines }],
    parts: [
      ...(isAllCommands ? [] : [{ content: "text" as const, because: "comments only", lines }]),
      ...operations.map(({ id }) => ({
        content: "commands" as const,
        because: COMMENTED_OUT,
        lines,
        operationId: id,
      })),
    ],
  };
}

/** "- Check events: kubectl describe pod <pod-name>": the command and its words. Null when there is no command. */
function commandInComment(text: string): { readonly label: string | null; readonly script: string } | null {
  const said = text.replace(/^(?:[-*•]|\d+[.)])\s+/, "");
  const [, words, behind = ""] = /^([^:`$|<]{2,80}):\s+`?(.+?)`?$/.exec(said) ?? [];
  if (words !== undefined && isPlainlyCommand(behind) && parsesAsShell(behind)) {
    return { label: words, script: behind };
  }
  return isPlainlyCommand(said) && parsesAsShell(said) ? { label: null, script: said } : null;
}

/** A fence's first line is its opening mark; code that is only indented has none. */
function linesOf(part: Pick<ScriptPart, "firstLine" | "lastLine">, { lines, text }: Fence): LineRange {
  const isFenced = lines.end - lines.start + 1 > text.split("\n").length;
  const first = lines.start + (isFenced ? 1 : 0);
  return { start: first + part.firstLine, end: first + part.lastLine };
}

const LABEL_LENGTH = 60;

function firstCommand(script: string): string | null {
  const lines = script.split("\n").filter((candidate) => !/^\s*(?:#|$)/.test(candidate));
  const line = (lines.find((candidate) => !/^\s*set [-+]/.test(candidate)) ?? lines[0])?.trim();
  if (line === undefined) {
    return null;
  }
  return line.length > LABEL_LENGTH ? `${line.slice(0, LABEL_LENGTH - 1)}…` : line;
}
