import { analyseScript, plainCommand, type ShellCommand } from "../script/analyse-script";
import { type Wrapped, wrappedCommand } from "../script/wrapped-command";

/**
 * The commands that really act: what wrappers run (`watch '…'`, `sudo`, `sh -c '…'`) stands in their place, and writes
 * what they write. A wrapper of something that only the shell knows stands for itself.
 */
export function actingCommands(commands: readonly ShellCommand[]): readonly ShellCommand[] {
  return commands.flatMap(acting);
}

/** The command that a wrapper's words are; null when they are none. Its output is the wrapper's. */
export function innerCommand(wrapper: ShellCommand, inner: Extract<Wrapped, { words: unknown }>): ShellCommand | null {
  const { words, written } = wrapper;
  const end = inner.at + inner.words.length;
  const [name] = inner.words;
  return name === undefined
    ? null
    : { ...wrapper, name, words: words.slice(inner.at + 1, end), written: written.slice(inner.at + 1, end) };
}

function acting(command: ShellCommand): readonly ShellCommand[] {
  const wrapped = command.name === null ? undefined : wrappedCommand(command.name, command.words);
  if (wrapped === undefined) {
    return [command];
  }
  if ("script" in wrapped) {
    return wrapped.script === null ? [command] : actingIn(command, wrapped.script);
  }
  const inner = innerCommand(command, wrapped);
  const all = inner === null ? [] : acting(inner);
  return command.name === "find" || inner === null ? [command, ...all.map(withoutWrites)] : all;
}

function withoutWrites(command: ShellCommand): ShellCommand {
  return { ...command, writes: [] };
}

function actingIn({ writes, reads }: ShellCommand, script: string): readonly ShellCommand[] {
  const commands = actingCommands(analyseScript(script).commands);
  const names = commands.map(({ name }) => name);
  const written = writes.map((write) => ({ ...write, from: [...write.from, ...names] }));
  return written.length + reads.length === 0
    ? commands
    : [...commands, { ...plainCommand(":", []), writes: written, reads }];
}
