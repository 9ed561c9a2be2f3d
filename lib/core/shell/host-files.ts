import type { ShellCommand } from "./analyse-script";
import { nativePrograms } from "./program-places";

/** Tools of the sandbox whose every operand is a file. */
const fileTools: ReadonlySet<string> = new Set(
  "cat tac head tail nl ls rm rmdir mkdir touch find du stat wc cp mv ln chmod chown gzip gunzip zcat tee".split(" "),
);
const changers: ReadonlySet<string> = new Set(
  "rm rmdir mkdir touch find cp mv ln chmod chown gzip gunzip tee".split(" "),
);
/** Those whose first operand is a pattern or a program, which may begin with a slash, too. */
const patternTools: ReadonlySet<string> = new Set("grep egrep fgrep sed awk".split(" "));

/** What the sandbox has of its own. */
const OWN = /^\/(?:tmp|work|dev)(?:\/|$)/;
const PLACES = "boot|data|etc|home|logs?|mnt|opt|root|run|srv|usr|var";
const PLACE = new RegExp(`^/(?:${PLACES})(?:/|$)`);
const WRITTEN = new RegExp(`^/(?:${PLACES}|proc|sys)/.`);

/**
 * The first file of a machine, by its absolute path, that a script's text tools look at or change: the sandbox has no
 * such file, so the script is meant for a host. A file that the script itself brings (by a redirection, or by a program
 * like `curl -o`) is none. Null when there is no such file.
 */
export function hostFileOf(commands: readonly ShellCommand[]): string | null {
  const brought = new Set([
    ...commands.filter(({ name }) => nativePrograms.has(name ?? "")).flatMap(({ words }) => words),
    ...commands.flatMap(({ writes }) => writes),
  ]);
  return commands.flatMap(filesOf).find((file) => !brought.has(file)) ?? fileWritten(commands);
}

/** The first file of a machine that a script writes by a redirection and does not look at again; null when none. */
export function fileWritten(commands: readonly ShellCommand[]): string | null {
  const used = new Set(commands.flatMap(({ words }) => words));
  return commands.flatMap(({ writes }) => writes).find((file) => WRITTEN.test(file) && !used.has(file)) ?? null;
}

/** Whether a command of a script may change a file of a machine. */
export function changesHostFile(command: ShellCommand): boolean {
  const { name, words } = command;
  const mayChange =
    changers.has(name ?? "") || (name === "sed" && words.some((word) => /^-[a-zA-Z]*i/.test(word ?? "")));
  return mayChange && filesOf(command).length > 0;
}

function filesOf({ name, words, patterns }: ShellCommand): readonly string[] {
  const operands = words.filter((word) => word !== null).filter((word) => !word.startsWith("-"));
  if (fileTools.has(name ?? "")) {
    const files = operands.filter((word) => word.startsWith("/") && !OWN.test(word));
    // A pattern's value is not known; in the sandbox it names nothing.
    return [...files, ...patterns.filter((pattern) => PLACE.test(pattern))];
  }
  return patternTools.has(name ?? "") ? operands.slice(1).filter((word) => PLACE.test(word)) : [];
}
