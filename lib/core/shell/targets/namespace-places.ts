import type { Command } from "unbash";
import { kubectlWords } from "../script/kubectl-words";
import { parseShell } from "../script/parse-shell";
import { staticValue } from "../script/static-value";

/**
 * Where `-n <namespace>` would stand in a script if every kubectl command that leaves it out wrote it: offsets just behind
 * the command's name, in order. Empty when the script does not parse.
 */
export function namespacePlaces(script: string): readonly number[] {
  const { commands, errors } = parseShell(script);
  return (errors ?? []).length > 0 ? [] : commandsIn(commands).flatMap(placeIn);
}

function placeIn({ name, args }: Command): readonly number[] {
  const program = name ? staticValue(name) : null;
  if (!name || (program !== "kubectl" && program !== "oc")) {
    return [];
  }
  const { namespace, isAllNamespaces } = kubectlWords(
    args.map((word) => (word.type === "Word" ? staticValue(word) : null)),
  );
  return namespace === null && !isAllNamespaces ? [name.end] : [];
}

function commandsIn(node: unknown): readonly Command[] {
  if (Array.isArray(node)) {
    return node.flatMap(commandsIn);
  }
  if (typeof node !== "object" || node === null) {
    return [];
  }
  return isCommand(node) ? [node] : Object.values(node).flatMap(commandsIn);
}

function isCommand(node: object): node is Command {
  return "type" in node && node.type === "Command";
}
