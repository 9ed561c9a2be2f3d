import type { ShellCommand } from "./analyse-script";
import { nativePrograms } from "./program-places";

/** Tools of the sandbox whose every operand is a file. */
const fileTools: ReadonlySet<string> = new Set(
  "cat tac head tail nl ls rm rmdir mkdir touch find du stat wc cp mv ln chmod chown gzip gunzip zcat tee".split(" "),
);
/** Those whose first operand is a pattern or a program, which may begin with a slash, too. */
const patternTools: ReadonlySet<string> = new Set("grep egrep fgrep sed awk".split(" "));

/** What the sandbox has of its own. */
const OWN = /^\/(?:tmp|work|dev)(?:\/|$)/;
const PLACE = /^\/(?:boot|data|etc|home|logs?|mnt|opt|root|run|srv|usr|var)(?:\/|$)/;

/** `/var/log/*.gz`: as a word of a command its value is not known, as in the sandbox it names nothing. */
const FILE_PATTERN = /\s(\/(?:boot|data|etc|home|logs?|mnt|opt|root|run|srv|usr|var)\/[\w./-]*[*?][\w./*?-]*)/g;

/**
 * The first file of a machine, by its absolute path, that a script's text tools look at or change: the sandbox has no
 * such file, so the script is meant for a host. A file that the script itself brings (by a redirection, or by a program
 * like `curl -o`) is none. Null when there is no such file.
 */
export function hostFileOf(script: string, commands: readonly ShellCommand[]): string | null {
  const brought = new Set(commands.filter(({ name }) => nativePrograms.has(name ?? "")).flatMap(({ words }) => words));
  const isBrought = (file: string) => brought.has(file) || script.includes(`>${file}`) || script.includes(`> ${file}`);
  const isOfFiles = commands.some(({ name, words }) => fileTools.has(name ?? "") && words.includes(null));
  const patterns = isOfFiles ? [...script.matchAll(FILE_PATTERN)].map(([, pattern = ""]) => pattern) : [];
  return [...commands.flatMap(filesOf), ...patterns].find((file) => !isBrought(file)) ?? null;
}

function filesOf({ name, words }: ShellCommand): readonly string[] {
  const operands = words.filter((word) => word !== null).filter((word) => !word.startsWith("-"));
  if (fileTools.has(name ?? "")) {
    return operands.filter((word) => word.startsWith("/") && !OWN.test(word));
  }
  return patternTools.has(name ?? "") ? operands.slice(1).filter((word) => PLACE.test(word)) : [];
}
