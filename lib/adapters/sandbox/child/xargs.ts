import type { ExecResult } from "just-bash";
import { type Input, readPieces, readWords } from "./xargs-input";
import { type XargsWords, xargsWords } from "./xargs-words";

export type XargsRunner = {
  /** Runs a command; its input is empty. */
  run(words: readonly string[]): Promise<ExecResult>;
  /** The text of a file, as bytes; null where there is none. */
  read(name: string): Promise<string | null>;
};

/** `xargs` of GNU: words of its input, as bytes, become words of a command. */
export async function xargs(argv: readonly string[], stdin: string, runner: XargsRunner): Promise<ExecResult> {
  const words = xargsWords(argv);
  if ("problem" in words) {
    return refused(words.problem);
  }
  const text = words.file === null ? stdin : await runner.read(words.file);
  if (text === null) {
    return refused(`Cannot open input file '${words.file}': No such file or directory`);
  }
  const input =
    words.delimiter === null ? readWords(text, words.way.kind === "replace") : readPieces(text, words.delimiter);
  return "problem" in input ? refused(input.problem) : runAll(callsOf(words, input.lines), words, runner);
}

type Lines = Extract<Input, { lines: unknown }>["lines"];

function callsOf(words: XargsWords, all: Lines): readonly (readonly string[])[] {
  const { command, way, last } = words;
  const end = last === null ? -1 : all.findIndex((line) => line.includes(last));
  const lines = end === -1 ? all : [...all.slice(0, end), (all[end] ?? []).slice(0, all[end]?.indexOf(last ?? ""))];
  const items = lines.flat().map(asText);
  if (way.kind === "replace") {
    return items.map((item) => command.map((word) => word.replaceAll(way.mark, () => item)));
  }
  if (items.length === 0) {
    return words.isForWordsOnly ? [] : [command];
  }
  return way.kind === "lines"
    ? inGroups(lines, way.count).map((group) => [...command, ...group.flat().map(asText)])
    : packed(items, { count: way.count, chars: words.maxChars }).map((group) => [...command, ...group]);
}

function asText(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function inGroups<T>(all: readonly T[], count: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / count) }, (_none, index) =>
    all.slice(index * count, (index + 1) * count),
  );
}

/** As many words to a call as are allowed, and fit. */
function packed(
  items: readonly string[],
  most: { readonly count: number; readonly chars: number },
): readonly string[][] {
  const groups: string[][] = [];
  let chars = 0;
  for (const item of items) {
    const last = groups.at(-1);
    chars += item.length + 1;
    if (last && last.length < most.count && chars <= most.chars) {
      last.push(item);
    } else {
      groups.push([item]);
      chars = item.length + 1;
    }
  }
  return groups;
}

/** A command that is not there, may not be run, or ends with 255 ends it all. */
const STOPS: Record<number, number> = { 126: 126, 127: 127, 255: 124 };

async function runAll(
  calls: readonly (readonly string[])[],
  { atOnce, isVerbose }: XargsWords,
  { run }: XargsRunner,
): Promise<ExecResult> {
  let all: ExecResult = { stdout: "", stderr: "", exitCode: 0, stdoutKind: "bytes" };
  for (const group of inGroups(calls, atOnce)) {
    const results = await Promise.all(group.map(run));
    for (const [index, result] of results.entries()) {
      all = withResult(all, result, { call: group[index] ?? [], isVerbose });
      if (result.exitCode in STOPS) {
        return all;
      }
    }
  }
  return all;
}

type Call = { readonly call: readonly string[]; readonly isVerbose: boolean };

function withResult(all: ExecResult, result: ExecResult, { call, isVerbose }: Call): ExecResult {
  const said = isVerbose ? `${call.join(" ")}\n` : "";
  const aborting = result.exitCode === 255 ? `xargs: ${call[0]}: exited with status 255; aborting\n` : "";
  return {
    ...all,
    stdout: all.stdout + bytesOf(result),
    stderr: all.stderr + said + result.stderr + aborting,
    exitCode: STOPS[result.exitCode] ?? (result.exitCode === 0 ? all.exitCode : 123),
  };
}

function bytesOf(result: ExecResult): string {
  return result.stdoutKind === "bytes" || result.stdoutEncoding === "binary"
    ? result.stdout
    : Buffer.from(result.stdout).toString("latin1");
}

function refused(sentence: string): ExecResult {
  return { stdout: "", stderr: `xargs: ${sentence}\n`, exitCode: 1 };
}
