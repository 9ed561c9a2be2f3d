import { type Command, defineCommand, type ExecResult, getCommandNames, type ResolvedCommandContext } from "just-bash";
import { type ErrorRoute, type LiveCommand, liveCommands } from "@/lib/core/shell/live-commands";
import { callNative, type Send } from "./native-commands";
import { type Live, supplements } from "./supplements";

/** Stands as first word of a command that was found to be live; no terminal can type it. */
const MARK = "\u0001headroom:";

type Mark = { readonly errors: ErrorRoute | null; readonly maxLines: number | null };
const unmarked: Mark = { errors: null, maxLines: null };

/** Programs whose live output can be told apart: all that the shell brings, supplements and native commands. */
export function markableCommands(natives: readonly string[]): ReadonlySet<string> {
  return new Set([...getCommandNames(), ...supplements.keys(), ...natives]);
}

/** The statement with a mark behind the name of each live command. */
export function markLive(source: string, markable: ReadonlySet<string>): string {
  return liveCommands(source, markable)
    .toSorted((a, b) => b.at - a.at)
    .reduce((text, command) => `${text.slice(0, command.at)} $'${markOf(command)}'${text.slice(command.at)}`, source);
}

function markOf({ use }: LiveCommand): string {
  return `\\x01headroom:${use.kind === "head" ? use.lines : use.errors}`;
}

/** Every program, in a form that takes its mark off and, when it is live, hands its output on at once. */
export function markedCommands(natives: readonly string[], send: Send): Command[] {
  return [...markableCommands(natives)].map((name) => {
    const isNative = natives.includes(name);
    return defineCommand(name, async (words, context) => {
      const { mark, argv } = takeMark(words);
      const write = writerOf(mark, send);
      if (isNative) {
        // Only the server sees a native command's output while it comes; where errors go elsewhere it is kept instead.
        const isLive = mark.errors === "own";
        const result = await callNative({ name, argv }, context, { isLive, maxLines: mark.maxLines, send });
        return isLive ? result : handOn(result, write);
      }
      const live: Live = { write };
      const supplement = supplements.get(name);
      return handOn(await (supplement ? supplement(argv, context, live) : original(name, argv, context)), write);
    });
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
  if (errors === null) {
    return null;
  }
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

/** The text of what a command printed, whatever shape the interpreter keeps it in. */
export function textOf(result: ExecResult): string {
  return result.stdoutKind === "bytes" || result.stdoutEncoding === "binary"
    ? Buffer.from(result.stdout, "latin1").toString("utf8")
    : result.stdout;
}

function original(name: string, argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  return context.origCommand
    ? context.origCommand(argv)
    : Promise.resolve({ stdout: "", stderr: `bash: ${name}: command not found\n`, exitCode: 127 });
}
