import type { CommandNode, Pipeline } from "unbash";
import { staticValue } from "../script/static-value";

/** Words that make a command go on until somebody stops it. */
const follows = /^(-[a-z]*f|-w|--follow|--watch|--watch-only|-N|--no-buffer)(=true)?$/;

/**
 * Is this a pipeline whose output can be made line by line: a command of `natives` that follows, then nothing but
 * filters for which a line's output depends on the line alone, and `head`? Where it is not certain, it is not.
 */
export function isLinePipeline({ commands, operators, prefixes }: Pipeline, natives: ReadonlySet<string>): boolean {
  const [head, ...filters] = commands;
  return (
    prefixes.length === 0 &&
    operators.every((operator) => operator === "|") &&
    head !== undefined &&
    isFollower(head, natives) &&
    filters.every((filter) => isPlainCommand(filter) && filter.redirects.length === 0 && isLineFilter(filter))
  );
}

type PlainCommand = Extract<CommandNode, { type: "Command" }>;

function isPlainCommand(node: CommandNode): node is PlainCommand {
  return node.type === "Command" && node.name !== undefined && node.prefix.length === 0;
}

function isFollower(node: CommandNode, natives: ReadonlySet<string>): boolean {
  if (!isPlainCommand(node)) {
    return false;
  }
  const words = wordsOf(node);
  const [name, ...rest] = words[0] === "timeout" && /^[\d.]+[smhd]?$/.test(words[1] ?? "") ? words.slice(2) : words;
  return typeof name === "string" && natives.has(name) && rest.some((word) => follows.test(word ?? ""));
}

function wordsOf(node: PlainCommand): readonly (string | null)[] {
  return [node.name, ...node.args].map((word) => (word?.type === "Word" ? staticValue(word) : null));
}

function isLineFilter(node: PlainCommand): boolean {
  const [name = null, ...words] = wordsOf(node);
  const flags = words.flatMap((word) => (word?.startsWith("-") ? [word] : []));
  const operands = words.filter((word) => !word?.startsWith("-"));
  switch (name) {
    case "grep":
    case "egrep":
    case "fgrep":
      return (
        flags.every((flag) => /^(-[EFPGiwxvoh]+|-e|--line-buffered|--colou?r(=\w+)?)$/.test(flag)) &&
        operands.length === 1
      );
    case "sed":
      return flags.every((flag) => /^-[unEr]+$/.test(flag)) && operands.length === 1 && isLineSed(operands[0] ?? "");
    case "awk":
      return operands.length === 1 && flags.every((flag) => /^-F.+$/.test(flag)) && isLineAwk(operands[0] ?? "");
    case "cut":
      return flags.every((flag) => /^(-[dfc].+|-s|--output-delimiter=.*)$/.test(flag)) && operands.length === 0;
    case "tr":
      return (
        flags.every((flag) => flag === "-d") &&
        !words.some((word) => word === null || /\\n|\n|\[:(space|cntrl):\]/.test(word))
      );
    case "cat":
      return words.length === 0;
    case "jq":
      return (
        flags.every((flag) => /^-[crRaM]+$|^--unbuffered$|^--compact-output$/.test(flag)) &&
        flags.some((flag) => /^-[a-zA-Z]*c|^--(un|compact)/.test(flag)) &&
        operands.length === 1 &&
        !/\binputs?\b|\blimit\b/.test(operands[0] ?? "input")
      );
    case "head":
      return /^(|-n? ?\d+|--lines=\d+)$/.test(words.join(" ")) && !words.includes(null);
    default:
      return false;
  }
}

/** `s/…/…/flags`, `/…/d`, `/…/p`, one or more: no addresses by number, no second line. */
function isLineSed(script: string): boolean {
  const substitution = String.raw`s([/|#,])(?:\\.|(?!\1).)*\1(?:\\.|(?!\1).)*\1[gIip]*`;
  const selection = String.raw`/(?:\\.|[^/\\])*/!?[dp]`;
  return new RegExp(`^(?:${substitution})$|^(?:${selection})$`).test(script);
}

/** A pattern, a `print` of fields: nothing that counts, keeps, or waits for the end. */
function isLineAwk(program: string): boolean {
  const code = program.replace(/"(?:\\.|[^"\\])*"/g, '""').replace(/\/(?:\\.|[^/\\])+\//g, "//");
  return (
    /^[\w\s{}()$,;"/~!<>=&|.+*%?:-]*$/.test(code) &&
    !/\b(BEGIN|END|NR|FNR|getline|system|close|exit|next|srand|rand|RS)\b|\+\+|--|(?<![=!<>~])=(?![=])/.test(code)
  );
}
