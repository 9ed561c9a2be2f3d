import { analyseScript } from "./analyse-script";
import { kubectlWords } from "./kubectl-words";

/** The namespaces a script names with `-n`, in order, each once. None means: wherever the caller's default is. */
export function namespacesOf(script: string): readonly string[] {
  const named = analyseScript(script).commands.flatMap(({ name, words }) =>
    name === "kubectl" || name === "oc" ? (kubectlWords(words).namespace ?? []) : [],
  );
  return [...new Set(named)];
}
