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
/** `/var/log/*.gz`: as a word of a command its value is not known, as in the sandbox it names nothing. */
const FILE_PATTERN = new RegExp(`\\s(/(?:${PLACES})/[\\w./-]*[*?][\\w./*?-]*)`, "g");
const REDIRECTION = new RegExp(`>\\s*(/(?:${PLACES}|proc|sys)/[\\w./-]+)`, "g");

/**
 * The first file of a machine, by its absolute path, that a script's text tools look at or change: the sandbox has no
 * such file, so the script is meant for a host. A file that the script itself brings (by a redirection, or by a program
 * like `curl -o`) is none. Null when there is no such file.
 */
export function hostFileOf(script: string, commands: readonly ShellCommand[]): string | null {
  const brought = new Set([
    ...commands.filter(({ name }) => nativePrograms.has(name ?? "")).flatMap(({ words }) => words),
    ...capturesOf(script, REDIRECTION),
  ]);
  const files = commands.flatMap((command) => filesOf(command, script));
  return files.find((file) => !brought.has(file)) ?? fileWritten(script, commands);
}

/** The first file of a machine that a script writes by a redirection and does not look at again; null when none. */
export function fileWritten(script: string, commands: readonly ShellCommand[]): string | null {
  const used = new Set(commands.flatMap(({ words }) => words));
  return capturesOf(script, REDIRECTION).find((file) => !used.has(file)) ?? null;
}

/** Whether a command of a script may change a file of a machine. */
export function changesHostFile(command: ShellCommand, script: string): boolean {
  const { name, words } = command;
  const mayChange =
    changers.has(name ?? "") || (name === "sed" && words.some((word) => /^-[a-zA-Z]*i/.test(word ?? "")));
  return mayChange && filesOf(command, script).length > 0;
}

function filesOf({ name, words }: ShellCommand, script: string): readonly string[] {
  const operands = words.filter((word) => word !== null).filter((word) => !word.startsWith("-"));
  if (fileTools.has(name ?? "")) {
    const files = operands.filter((word) => word.startsWith("/") && !OWN.test(word));
    return words.includes(null) ? [...files, ...capturesOf(script, FILE_PATTERN)] : files;
  }
  return patternTools.has(name ?? "") ? operands.slice(1).filter((word) => PLACE.test(word)) : [];
}

function capturesOf(script: string, pattern: RegExp): readonly string[] {
  return [...script.matchAll(pattern)].map(([, file = ""]) => file);
}
