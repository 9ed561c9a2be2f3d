import "server-only";
import { kubectlVerbs } from "@/lib/core/shell/targets/kubectl-places";

/** What kubectl says to a command that nobody knows; null for one that the real kubectl has. */
export function unknownCommand(
  name: string,
  { program, argv }: { readonly program: string; readonly argv: readonly string[] },
): string | null {
  if (kubectlVerbs.includes(name)) {
    return null;
  }
  const [first = ""] = argv;
  if (first.startsWith("-")) {
    return `Error: flags cannot be placed before plugin name: ${first}`;
  }
  const lower = name.toLowerCase();
  const likely = kubectlVerbs.filter(
    (command) =>
      command !== "help" && command !== "alpha" && (distance(lower, command) <= 2 || command.startsWith(lower)),
  );
  const hint =
    likely.length === 0 ? "" : `\n\nDid you mean this?\n${likely.map((command) => `\t${command}`).join("\n")}`;
  return `error: unknown command ${JSON.stringify(name)} for ${JSON.stringify(program)}${hint}`;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const cost = letter === other ? 0 : 1;
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + cost));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
