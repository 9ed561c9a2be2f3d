import { forEachChild, parse, type SyntaxNode, type Word, type WordPart } from "unbash";
import { kubectlWords } from "./kubectl-words";
import { staticValue } from "./static-value";

/**
 * The exact argument vectors that a script's `kubectl exec` commands run in containers: what a grant lists. `variables`
 * are the ones the script starts with; one that the script sets itself is not known. An argv with a word that only the
 * shell knows cannot be listed, so it is left out and the connector refuses it.
 */
export function execArgvs(
  script: string,
  variables: Readonly<Record<string, string>> = {},
): readonly (readonly string[])[] {
  const tree = parse(script);
  const known = new Map(Object.entries(variables));
  for (const name of assignedIn(tree)) {
    known.delete(name);
  }
  const argvs: (readonly string[])[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.type === "Command" && /^(kubectl|oc)$/.test(staticValue(node.name) ?? "")) {
      const words = node.args.map((word) => (word.type === "Word" ? knownValue(word, known) : word.text));
      const { verb, remote } = kubectlWords(words);
      const argv = verb === "exec" && remote !== null ? remote.filter((word) => word !== null) : [];
      argvs.push(...(argv.length > 0 && argv.length === remote?.length ? [argv] : []));
    }
    forEachChild(node, visit);
  };
  visit(tree);
  return argvs;
}

/** Every name that the script may set: by assignment, a loop, `read`, `export` and their like. */
function assignedIn(tree: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: SyntaxNode) => {
    for (const name of namesSetBy(node)) {
      names.add(name);
    }
    forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

const setters = /^(read|unset|mapfile|readarray|printf|getopts|local|declare)$/;

function namesSetBy(node: SyntaxNode): readonly string[] {
  switch (node.type) {
    case "Assignment":
      return [node.name];
    case "For":
    case "Select":
      return [node.name.value];
    case "Command":
      return setters.test(node.name?.value ?? "")
        ? node.args.map((word) => (word.type === "Word" ? word.value : word.name))
        : [];
    default:
      return [];
  }
}

/** A word's value when it is static or made of known variables, none of which the shell would split or expand. */
function knownValue(word: Word, known: ReadonlyMap<string, string>): string | null {
  const fixed = staticValue(word);
  if (fixed !== null) {
    return fixed;
  }
  const values = (word.parts ?? []).flatMap((part) =>
    part.type === "DoubleQuoted" ? part.parts.map((inner) => partValue(inner, known)) : [partValue(part, known)],
  );
  return values.includes(null) ? null : values.join("");
}

function partValue(part: WordPart, known: ReadonlyMap<string, string>): string | null {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
      return part.value;
    case "SimpleExpansion":
      return plain(known.get(part.text.slice(1)));
    case "ParameterExpansion":
      return part.operation || part.prefix || part.index ? null : plain(known.get(part.parameter));
    default:
      return null;
  }
}

function plain(value: string | undefined): string | null {
  return value !== undefined && /^[\w./:@%+=,-]+$/.test(value) ? value : null;
}
