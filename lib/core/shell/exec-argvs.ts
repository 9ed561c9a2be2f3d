import { analyseScript } from "./analyse-script";
import { kubectlWords } from "./kubectl-words";

/**
 * The exact argument vectors that a script's `kubectl exec` commands run in containers: what a grant lists. One with
 * a word that only the shell knows cannot be listed, so it is left out and the connector refuses it.
 */
export function execArgvs(script: string): readonly (readonly string[])[] {
  return analyseScript(script).commands.flatMap(({ name, words }) => {
    const { verb, remote } = name === "kubectl" || name === "oc" ? kubectlWords(words) : { verb: "", remote: null };
    if (verb !== "exec" || remote === null) {
      return [];
    }
    const argv = remote.filter((word) => word !== null);
    return argv.length === remote.length ? [argv] : [];
  });
}
