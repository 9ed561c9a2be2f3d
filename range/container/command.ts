import type { Machine } from "./machine.ts";

export interface CommandInput {
  readonly machine: Machine;
  readonly stdin: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A program of the container's image: argv without its own name in, output and exit code out. */
export type Command = (args: readonly string[], input: CommandInput) => CommandResult | Promise<CommandResult>;

export const printed = (stdout: string, exitCode = 0): CommandResult => ({ stdout, stderr: "", exitCode });

export const failed = (stderr: string, exitCode = 1): CommandResult => ({
  stdout: "",
  stderr: `${stderr}\n`,
  exitCode,
});

/** Text as lines, without an empty last one. */
export function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

export const joined = (lines: readonly string[]): string => (lines.length === 0 ? "" : `${lines.join("\n")}\n`);

export interface ParsedArgs {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

/**
 * Splits arguments: one-letter flags may be bundled, `valued` flags take the rest of their word or the next word,
 * long flags keep their name.
 */
export function parseArgs(args: readonly string[], valued: string): ParsedArgs {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const rest: string[] = [];
  const queue = [...args];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word.startsWith("--") && word.length > 2) {
      const [name = "", value] = word.slice(2).split("=");
      flags.add(name);
      values.set(name, value ?? "");
    } else if (word.startsWith("-") && word.length > 1) {
      takeLetters(word.slice(1), { flags, values, queue, valued });
    } else {
      rest.push(word);
    }
  }
  return { flags, values, rest };
}

interface LetterSink {
  readonly flags: Set<string>;
  readonly values: Map<string, string>;
  readonly queue: string[];
  readonly valued: string;
}

function takeLetters(letters: string, sink: LetterSink): void {
  for (let index = 0; index < letters.length; index += 1) {
    const letter = letters.charAt(index);
    sink.flags.add(letter);
    if (sink.valued.includes(letter)) {
      const attached = letters.slice(index + 1);
      sink.values.set(letter, attached === "" ? (sink.queue.shift() ?? "") : attached);
      return;
    }
  }
}
