import { forEachChild, type SyntaxNode } from "unbash";
import { parseShell } from "./script/parse-shell";
import { staticValue } from "./script/static-value";

type CommandNode = Extract<SyntaxNode, { type: "Command" }>;
type CommandWords = readonly (string | null)[];

/**
 * Does a script leave something in its shell that its variables, functions and options do not tell: jobs, the statuses
 * of a pipe, tracing, arrays, places, its own words, files kept open, folders kept in mind?
 */
export function leavesInnerState(script: string): boolean {
  const leaves = (node: SyntaxNode, isInFunction: boolean): boolean => {
    let found = isSign(node, isInFunction);
    forEachChild(node, (child) => {
      found ||= leaves(child, isInFunction || node.type === "Function");
    });
    return found;
  };
  return leaves(parseShell(script), false);
}

const OF_THE_LAST = /^(?:!|PIPESTATUS|BASH_\w+|DIRSTACK)$/;

function isSign(node: SyntaxNode, isInFunction: boolean): boolean {
  switch (node.type) {
    case "Statement":
      return node.background === true;
    case "Assignment":
      return node.index !== undefined || node.value?.type === "ArrayValue";
    case "SimpleExpansion":
      return OF_THE_LAST.test(node.text.slice(1));
    case "ParameterExpansion":
      return OF_THE_LAST.test(node.parameter);
    case "ArithmeticWord":
      return node.value.includes("[");
    case "Command":
      return leavesByCommand(node, isInFunction);
    default:
      return false;
  }
}

function leavesByCommand(node: CommandNode, isInFunction: boolean): boolean {
  const name = staticValue(node.name);
  const words = node.args.map((word) => (word.type === "Word" ? staticValue(word) : word.text));
  if (name === "exec") {
    return words.length === 0;
  }
  return signs.get(name ?? "")?.(words) === true || (!isInFunction && ownWords.get(name ?? "")?.(words) === true);
}

type WordTest = (words: CommandWords) => boolean;

const always: WordTest = () => true;
const flag =
  (pattern: RegExp): WordTest =>
  (words) =>
    words.some((word) => pattern.test(word ?? ""));

/** Places of an array, or an array itself. */
const reading = flag(/^-[a-zA-Z]*a|^\w+\[/);
const declaring = flag(/^[-+][a-zA-Z]*[aAilnru]/);

const signs: ReadonlyMap<string, WordTest> = new Map([
  ["set", flag(/^-[a-zA-Z]*[xv]|^(?:xtrace|verbose)$/)],
  ["declare", declaring],
  ["typeset", declaring],
  ["readonly", always],
  ["read", reading],
  ["printf", flag(/^\w+\[/)],
  ["let", flag(/\w\[/)],
  ["mapfile", always],
  ["readarray", always],
  ["pushd", always],
  ["popd", always],
  ["eval", always],
  ["source", always],
  [".", always],
]);

/** What changes the words of the script; in a function, those of the function, which end with it. */
const ownWords: ReadonlyMap<string, WordTest> = new Map([
  ["shift", always],
  ["getopts", always],
  ["set", (words: CommandWords) => words.some((word, at) => isOwnWord(word, words[at - 1] ?? ""))],
]);

function isOwnWord(word: string | null, before: string): boolean {
  return word === null || word === "--" || word === "-" || (/^[^-+]/.test(word) && !/^[-+][a-zA-Z]*o$/.test(before));
}
