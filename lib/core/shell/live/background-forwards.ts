import { forEachChild, type SyntaxNode } from "unbash";
import { kubectlWords } from "../script/kubectl-words";
import { parseShell } from "../script/parse-shell";
import { staticValue } from "../script/static-value";

/** Whether a script starts `kubectl port-forward … &`: then the forward lasts as long as the run. */
export function forwardsInBackground(script: string): boolean {
  return [...statementsOf(parseShell(script))].some(
    (node) => node.type === "Statement" && node.background === true && [...statementsOf(node)].some(isForward),
  );
}

function* statementsOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  const children: SyntaxNode[] = [];
  forEachChild(node, (child) => void children.push(child));
  for (const child of children) {
    yield* statementsOf(child);
  }
}

function isForward(node: SyntaxNode): boolean {
  if (node.type !== "Command") {
    return false;
  }
  const name = staticValue(node.name);
  const words = node.args.map((word) => (word.type === "Word" ? staticValue(word) : word.text));
  return (name === "kubectl" || name === "oc") && kubectlWords(words).verb === "port-forward";
}
