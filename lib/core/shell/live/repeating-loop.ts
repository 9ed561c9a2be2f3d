import type { CompoundCommand, Redirection, Statement, Word } from "unbash";
import { parseShell } from "../script/parse-shell";
import { staticValue } from "../script/static-value";

/** A script that only takes the same sample again and again: `for i in {1..288}; do …; sleep 300; done`. */
export type RepeatingLoop = {
  /** What one sample runs: the loop's body without its pause and without `>> file` around its output. */
  readonly sample: string;
  readonly everySeconds: number;
  /** How many samples; null = without end. */
  readonly times: number | null;
  /** The loop's variable: it counts the samples. */
  readonly counter: string | null;
};

const secondsPer: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** The loop that a script consists of, when its every turn ends in a `sleep` of known length; else null. */
export function repeatingLoop(script: string): RepeatingLoop | null {
  const tree = parseShell(script);
  const [only, ...more] = tree.commands;
  const loop = only === undefined || more.length > 0 ? null : loopOf(only, script);
  if (!loop) {
    return null;
  }
  const pause = loop.body.at(-1);
  const everySeconds = pause === undefined ? null : pauseSeconds(pause);
  const taken = loop.body.slice(0, -1);
  const first = taken[0];
  const last = taken.at(-1);
  if (!first || !last || everySeconds === null || everySeconds === 0) {
    return null;
  }
  const sample = withoutAppends(script.slice(first.pos, pause?.pos ?? last.end), first.pos, taken);
  return { sample: sample.replace(/[;\s]+$/, ""), everySeconds, times: loop.times, counter: loop.counter };
}

/** True for a loop that nobody watches: its samples are far apart, or go on for longer than a live run may (`liveMs`). */
export function isForHours({ everySeconds, times }: RepeatingLoop, liveMs: number): boolean {
  return everySeconds >= 60 || (times ?? 0) * everySeconds * 1000 > liveMs;
}

type Loop = { readonly body: readonly Statement[]; readonly times: number | null; readonly counter: string | null };

function loopOf({ command, background }: Statement, script: string): Loop | null {
  if (background) {
    return null;
  }
  switch (command.type) {
    case "While":
      return isEndless(command) ? { body: command.body.commands, times: null, counter: null } : null;
    case "For": {
      const times = countOf(command.wordlist, script);
      return times === null ? null : { body: command.body.commands, times, counter: command.name.value };
    }
    default:
      return null;
  }
}

function isEndless({ kind, clause }: Extract<CompoundCommand, { type: "While" }>): boolean {
  const [only, ...more] = clause.commands;
  const name = only?.command.type === "Command" ? staticValue(only.command.name) : null;
  const endless = kind === "while" ? ["true", ":"] : ["false"];
  return more.length === 0 && name !== null && endless.includes(name);
}

/** `{1..288}`, `$(seq 1 10)` or words written out. */
function countOf(words: readonly Word[] | undefined, script: string): number | null {
  const [only, ...more] = words ?? [];
  if (!only) {
    return null;
  }
  if (more.length > 0) {
    return words?.every((word) => /^\d+$/.test(staticValue(word) ?? "")) === true ? more.length + 1 : null;
  }
  const text = script.slice(only.pos, only.end);
  const [, from, to] = /^\{(\d+)\.\.(\d+)\}$/.exec(text) ?? /^[$]\(\s*seq (?:(\d+) )?(\d+)\s*\)$/.exec(text) ?? [];
  return to === undefined ? null : Math.max(0, Number(to) - Number(from ?? 1) + 1);
}

function pauseSeconds({ command }: Statement): number | null {
  if (command.type !== "Command" || staticValue(command.name) !== "sleep" || command.args.length !== 1) {
    return null;
  }
  const word = command.args[0]?.type === "Word" ? staticValue(command.args[0]) : null;
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(word ?? "") ?? [];
  return count === undefined ? null : Number(count) * (secondsPer[unit] ?? 1);
}

/** A recording keeps each sample's output itself, so `>> file` behind the last command of a pipeline goes. */
function withoutAppends(text: string, offset: number, statements: readonly Statement[]): string {
  return statements
    .flatMap(appendsOf)
    .sort((a, b) => b.pos - a.pos)
    .reduce((rest, { pos, end }) => rest.slice(0, pos - offset).trimEnd() + rest.slice(end - offset), text);
}

function appendsOf({ command }: Statement): readonly Redirection[] {
  const last = command.type === "Pipeline" ? command.commands.at(-1) : command;
  const redirects = last?.type === "Command" ? last.redirects : [];
  return redirects.filter(({ operator }) => operator === ">>");
}
