import { forEachChild, type ParsedScript, type Redirection, type SyntaxNode } from "unbash";
import { remember } from "@/lib/core/kernel/remember";
import { parseShell, shellProblems } from "./parse-shell";
import { staticValue } from "./static-value";

/** One simple command of a script. A word that only the shell knows (it holds an expansion) is null. */
export type ShellCommand = {
  readonly name: string | null;
  /** The words after the name. */
  readonly words: readonly (string | null)[];
  /** Words such as `/var/log/*.gz`, as written: among `words` they are null. */
  readonly patterns: readonly string[];
  /** The files that output goes to, as written; /dev/null is none. */
  readonly writes: readonly string[];
};

/** A top-level statement and where it stands: UTF-16 offsets, half open. */
export type ShellStatement = {
  readonly source: string;
  readonly start: number;
  readonly end: number;
  /** A definition (a function, `set`, `shopt`) prints nothing and holds for all that follows. */
  readonly kind: "definition" | "action";
};

export type ScriptAnalysis = {
  readonly statements: readonly ShellStatement[];
  /** Every simple command, those inside substitutions, loops and functions included, in source order. */
  readonly commands: readonly ShellCommand[];
  /** Names of the functions it defines. */
  readonly functions: readonly string[];
  /** Functions, `set` and `shopt` anywhere in the script. */
  readonly definitionCount: number;
  /** What the parser could not understand, as sentences. */
  readonly problems: readonly string[];
};

/** Parses a script with a real bash grammar. Never throws; what cannot be parsed is a problem, not a guess. */
export const analyseScript: (script: string) => ScriptAnalysis = remember((script) => {
  const tree = parseShell(script);
  const problems = shellProblems(script);
  const commands: ShellCommand[] = [];
  const functions: string[] = [];
  let definitionCount = 0;
  const visit = (node: SyntaxNode) => {
    definitionCount += isDefinition(node) ? 1 : 0;
    if (node.type === "Function") {
      functions.push(node.name.value);
    }
    if (node.type === "Command" && (node.name !== undefined || node.args.length > 0)) {
      commands.push(commandOf(node));
    } else if ("redirects" in node && node.redirects.some(writesFile)) {
      // `> file`, and what a loop or a group prints.
      commands.push({ ...plainCommand(":", []), writes: filesWritten(node.redirects) });
    }
    forEachChild(node, visit);
  };
  visit(tree);
  return { statements: statementsOf(tree, script), commands, functions, definitionCount, problems };
});

function isDefinition(node: SyntaxNode): boolean {
  if (node.type === "Command") {
    const name = staticValue(node.name);
    // Without words they print.
    return (name === "set" || name === "shopt") && node.args.length > 0;
  }
  return node.type === "Function";
}

function statementsOf(tree: ParsedScript, script: string): readonly ShellStatement[] {
  const starts = tree.commands.map((statement) => statement.pos);
  return tree.commands.map((statement, index) => {
    // A heredoc's body stands behind the statement's own end, so a statement reaches to the next one.
    const start = statement.pos;
    const end = starts[index + 1] ?? script.length;
    return {
      source: script.slice(start, end).trimEnd(),
      start,
      end,
      kind: isDefinition(statement.command) ? "definition" : "action",
    };
  });
}

function commandOf(node: Extract<SyntaxNode, { type: "Command" }>): ShellCommand {
  return {
    name: staticValue(node.name),
    words: node.args.map((argument) => (argument.type === "Word" ? staticValue(argument) : argument.text)),
    patterns: node.args.flatMap((argument) =>
      argument.type === "Word" && PATTERN.test(argument.value) && staticValue(argument) === null
        ? [argument.value]
        : [],
    ),
    writes: filesWritten(node.redirects),
  };
}

const PATTERN = /^[\w./-]*[*?][\w./*?-]*$/;

/** A command of these words alone. */
export function plainCommand(name: string | null, words: ShellCommand["words"]): ShellCommand {
  return { name, words, patterns: [], writes: [] };
}

function filesWritten(redirects: readonly Redirection[]): readonly string[] {
  return redirects.filter(writesFile).map((redirect) => ("target" in redirect ? (redirect.target?.value ?? "") : ""));
}

function writesFile(redirect: Redirection): boolean {
  const target = "target" in redirect ? staticValue(redirect.target) : null;
  const isCopy = redirect.operator === ">&" && target !== null && /^(\d+|-)$/.test(target);
  return redirect.operator.includes(">") && target !== "/dev/null" && !isCopy;
}
