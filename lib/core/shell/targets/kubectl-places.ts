import { kubectlWords } from "../script/kubectl-words";

type Words = readonly (string | null)[];

/** kubectl's own commands, in the order in which it looks for a likely one. */
export const kubectlVerbs: readonly string[] =
  "create expose run set explain get edit delete rollout scale autoscale certificate cluster-info top cordon uncordon drain taint describe logs attach exec port-forward proxy cp auth debug events diff apply patch replace wait kustomize label annotate completion alpha kuberc config plugin version api-versions api-resources options help".split(
    " ",
  );

/** What OpenShift's oc has and kubectl has not. */
export const onlyOfOc: ReadonlySet<string> = new Set(
  "adm cancel-build ex extract idle image import-image login logout new-app new-build new-project observe policy process project projects prune registry rsh rsync rollback secrets serviceaccounts start-build status tag whoami".split(
    " ",
  ),
);

/** Verbs that the server answers itself. */
export const answeredVerbs: ReadonlySet<string> = new Set(
  "annotate api-resources api-versions apply auth autoscale certificate cluster-info config cordon cp create delete describe drain events exec expose get label logs patch port-forward replace rollout run scale set taint top uncordon version wait".split(
    " ",
  ),
);
/** What it leaves out of these. */
const leftOut = new Set(["auth reconcile", "cluster-info dump"]);

const terminals: ReadonlyMap<string, string> = new Map([
  ["attach", "stays connected to a program's terminal"],
  ["edit", "opens an editor: patch says the same in one line"],
  ["proxy", "opens a door to the whole API server: use get --raw"],
  ["rsh", "opens a shell for a person"],
]);

/** Where a kubectl command runs. `because`: why only a person can run it. */
export type KubectlPlace =
  | { readonly kind: "server" }
  | { readonly kind: "toolbox"; readonly verb: string }
  | { readonly kind: "by-hand"; readonly verb: string; readonly because: string };

const shells = /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|a)?sh$/;

/** Where the command of these words runs; one whose verb only the shell knows is left to the server. */
export function kubectlPlace(words: Words): KubectlPlace {
  const { verb, operands } = kubectlWords(words);
  const [first = ""] = verb.split(" ");
  const because = terminals.get(first) ?? terminalOf(first, words);
  if (because !== null) {
    return { kind: "by-hand", verb, because };
  }
  const isAnswered = verb === "" || verb === "?" || answeredVerbs.has(first);
  const isLeft = leftOut.has(verb) || leftOut.has(`${verb} ${operands[0] ?? ""}`);
  return isAnswered && !isLeft ? { kind: "server" } : { kind: "toolbox", verb };
}

/** Why a command with `-it` waits for somebody to type; null when it does not. */
function terminalOf(verb: string, words: Words): string | null {
  if (verb === "debug" && isInteractive(words)) {
    return "opens a terminal in a container";
  }
  const { operands, remote } = kubectlWords(words);
  const command = remote ?? operands.slice(1);
  const opensShell = command.length === 0 || shells.test(command.at(-1) ?? "");
  return verb === "run" && isInteractive(words) && opensShell ? "opens a shell for a person" : null;
}

function isInteractive(words: Words): boolean {
  const split = words.indexOf("--");
  return words
    .slice(0, split === -1 ? undefined : split)
    .some((word) => /^(?:-[iqt]*[it]|--(?:stdin|tty|attach)(?:=true)?)$/.test(word ?? ""));
}
