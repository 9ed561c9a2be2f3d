import { type Command, defineCommand, type ExecResult, getCommandNames, type ResolvedCommandContext } from "just-bash";
import { type ErrorRoute, type LiveCommand, liveCommands } from "@/lib/core/shell/live/live-commands";
import { runLivePipeline } from "./live-pipeline";
import { callNative, type Send } from "./native-commands";
import { type Live, supplements } from "./supplements";
import { textOf } from "./text-of";

/** Stands as first word of a command that was found to be live; no terminal can type it. */
const MARK = "\u0001headroom:";

type Mark = { readonly errors: ErrorRoute | null; readonly maxLines: number | null };
const unmarked: Mark = { errors: null, maxLines: null };

/** Programs whose live output can be told apart: all that the shell brings, supplements and native commands. */
export function markableCommands(natives: readonly string[]): ReadonlySet<string> {
  return new Set([...getCommandNames(), ...supplements.keys(), ...natives]);
}

/** Runs a pipeline that was made one command. */
const PIPELINE = "headroom-pipeline";

type Programs = { readonly markable: ReadonlySet<string>; readonly natives: ReadonlySet<string> };

/** The statement with a mark behind the name of each live command, and its live pipelines as one command each. */
export function markLive(source: string, { markable, natives }: Programs): string {
  return liveCommands(source, { known: markable, natives })
    .flatMap(editsOf)
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, put }) => text.slice(0, start) + put + text.slice(end), source);
}

type Edit = { readonly start: number; readonly end: number; readonly put: string };

function editsOf({ at, use }: LiveCommand): readonly Edit[] {
  if (use.kind === "head") {
    return [{ start: at, end: at, put: ` $'\\x01headroom:${use.lines}'` }];
  }
  if (use.kind === "live") {
    return [{ start: at, end: at, put: ` $'\\x01headroom:${use.errors}'` }];
  }
  const begin = { start: at, end: at, put: `${PIPELINE} $'\\x01headroom:${use.errors}' ` };
  return [begin, ...use.between.map((gap) => ({ ...gap, put: " $'\\x01headroom:|' " }))];
}

/** Every program, in a form that takes its mark off and, when it is live, hands its output on at once. */
export function markedCommands(natives: readonly string[], send: Send): Command[] {
  const pipeline = defineCommand(PIPELINE, async (words, context) => {
    const { mark, argv } = takeMark(words);
    return runLivePipeline(argv, context, { send, errors: mark.errors ?? "own", write: sender("own", send) });
  });
  const programs = [...markableCommands(natives)].map((name) =>
    natives.includes(name) ? nativeCommand(name, send) : sandboxCommand(name, send),
  );
  return [pipeline, ...programs];
}

/** Only the server sees a native command's output while it comes; where errors go elsewhere it is kept instead. */
function nativeCommand(name: string, send: Send): Command {
  return defineCommand(name, async (words, context) => {
    const { mark, argv } = takeMark(words);
    const output = mark.errors === "own" ? "live" : "kept";
    const options = { output, errors: "own", maxLines: mark.maxLines, send } as const;
    const result = await callNative({ name, argv }, context, options);
    return output === "live" ? result : handOn(result, writerOf(mark, send));
  });
}

function sandboxCommand(name: string, send: Send): Command {
  const supplement = supplements.get(name);
  return defineCommand(name, async (words, context) => {
    const { mark, argv } = takeMark(words);
    const live: Live = { write: writerOf(mark, send) };
    return handOn(await (supplement ? supplement(argv, context, live) : original(name, argv, context)), live.write);
  });
}

function takeMark(words: readonly string[]): { mark: Mark; argv: string[] } {
  const [first, ...rest] = words;
  if (!first?.startsWith(MARK)) {
    return { mark: unmarked, argv: [...words] };
  }
  const said = first.slice(MARK.length);
  const lines = Number(said);
  const isRoute = said === "own" || said === "merged" || said === "dropped";
  return { mark: isRoute ? { errors: said, maxLines: null } : { errors: null, maxLines: lines }, argv: rest };
}

/** Sends output to the reader; null when it is not this command's to send. */
function writerOf({ errors }: Mark, send: Send): Live["write"] {
  return errors === null ? null : sender(errors, send);
}

function sender(errors: ErrorRoute, send: Send): (result: ExecResult) => void {
  return (result) => {
    const stdout = textOf(result);
    if (stdout !== "") {
      send({ kind: "output", stream: "stdout", text: stdout });
    }
    if (result.stderr !== "" && errors !== "dropped") {
      send({ kind: "output", stream: errors === "merged" ? "stdout" : "stderr", text: result.stderr });
    }
  };
}

function handOn(result: ExecResult, write: Live["write"]): ExecResult {
  if (!write) {
    return result;
  }
  write(result);
  // The interpreter counts what a result holds: what was handed on must not be counted again.
  return { stdout: "", stderr: "", exitCode: result.exitCode };
}

function original(name: string, argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  return context.origCommand
    ? context.origCommand(argv)
    : Promise.resolve({ stdout: "", stderr: `bash: ${name}: command not found\n`, exitCode: 127 });
}
