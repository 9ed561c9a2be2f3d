import { forEachChild, type SyntaxNode, type Word, type WordPart } from "unbash";
import { PROCESS_ID } from "../targets/pod-programs";
import { parseShell } from "./parse-shell";
import { staticValue } from "./static-value";
import { wrappedCommand } from "./wrapped-command";

/** A simple command, with the words that are known before it runs; null for one that only the shell knows. */
export type KnownCommand = { readonly name: string; readonly words: readonly (string | null)[] };

type Variables = Readonly<Record<string, string>>;

/**
 * The commands of a script, those inside wrappers (`sudo`, `watch '…'`) included. `variables` are the ones the script
 * starts with; one that the script sets itself is not known.
 */
export function knownCommands(script: string, variables: Variables = {}): readonly KnownCommand[] {
  const tree = parseShell(script);
  const known = new Map(Object.entries(variables));
  for (const name of assignedIn(tree)) {
    known.delete(name);
  }
  const commands: KnownCommand[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.type === "Command") {
      const words = node.args.map((word) => (word.type === "Word" ? knownValue(word, known) : word.text));
      commands.push(...unwrapped(staticValue(node.name), words, Object.fromEntries(known)));
    }
    forEachChild(node, visit);
  };
  visit(tree);
  return commands;
}

function unwrapped(
  name: string | null,
  words: readonly (string | null)[],
  variables: Variables,
): readonly KnownCommand[] {
  if (name === null) {
    return [];
  }
  const inner = wrappedCommand(name, words);
  if (inner === undefined) {
    return [{ name, words }];
  }
  if ("script" in inner) {
    return inner.script === null ? [] : knownCommands(inner.script, variables);
  }
  const [first = null, ...rest] = inner.words;
  return unwrapped(first, rest, variables);
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
  const processPath = procPath(values);
  return processPath ?? (values.includes(null) ? null : values.join(""));
}

/** `/proc/$(pgrep x)/status`: only the number of the process is not known before it runs. */
function procPath(values: readonly (string | null)[]): string | null {
  const [before, process, ...after] = values;
  return before === "/proc/" && process === null && !after.includes(null)
    ? `${before}${PROCESS_ID}${after.join("")}`
    : null;
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
