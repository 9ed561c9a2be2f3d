import "server-only";

/** kubectl's own commands, in the order in which it looks for a likely one. */
const commandNames =
  "create expose run set explain get edit delete rollout scale autoscale certificate cluster-info top cordon uncordon drain taint describe logs attach exec port-forward proxy cp auth debug events diff apply patch replace wait kustomize label annotate completion alpha kuberc config plugin version api-versions api-resources options help".split(
    " ",
  );

/** What OpenShift's oc has and kubectl has not. */
export const onlyOfOc: ReadonlySet<string> = new Set(
  "adm cancel-build ex extract idle image import-image login logout new-app new-build new-project observe policy process project projects prune registry rsh rsync rollback secrets serviceaccounts start-build status tag whoami".split(
    " ",
  ),
);

/** What kubectl says to a command that nobody knows; null for one that the real kubectl has. */
export function unknownCommand(name: string, program: string): string | null {
  if (commandNames.includes(name)) {
    return null;
  }
  const lower = name.toLowerCase();
  const likely = commandNames.filter(
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
