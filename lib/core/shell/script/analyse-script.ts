import { forEachChild, type ParsedScript, type Redirection, type SyntaxNode } from "unbash";
import { remember } from "@/lib/core/kernel/remember";
import { parseShell, shellProblems } from "./parse-shell";
import { type SetValues, setValues, writtenOut } from "./set-values";
import { staticValue } from "./static-value";
import { wrappedCommand } from "./wrapped-command";

/** A file that output goes to. */
export type ShellWrite = {
  /** As written. */
  readonly file: string;
  readonly isAppended: boolean;
  /** The programs whose output it is, or may be: those before it in the pipeline, too. */
  readonly from: readonly (string | null)[];
};

/** One simple command of a script. A word that only the shell knows (it holds an expansion) is null. */
export type ShellCommand = {
  readonly name: string | null;
  /** The words after the name. */
  readonly words: readonly (string | null)[];
  /** The same words as written, but for quotes and for what the script itself gave its variables. */
  readonly written: readonly string[];
  /** The files that output goes to; /dev/null is none. */
  readonly writes: readonly ShellWrite[];
  /** The files that its input comes from. */
  readonly reads: readonly string[];
  /** Whether it reads a pipe, a file or a here-document. */
  readonly isFed: boolean;
};

/** A top-level statement and where it stands: UTF-16 offsets, half open. */
export type ShellStatement = {
  readonly source: string;
  readonly start: number;
  readonly end: number;
  /** A definition (a function, `set`, `shopt`) prints nothing and holds for all that follows. */
  readonly kind: "definition" | "action";
  /** Whether it stands behind another on one line (`a; b`): an error that ends its line ends that one, too. */
  readonly isBehind: boolean;
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
  const values = setValues(tree);
  const visit = (node: SyntaxNode, feeders: Feeders) => {
    definitionCount += isDefinition(node) ? 1 : 0;
    if (node.type === "Function") {
      functions.push(node.name.value);
    }
    if (node.type === "Command" && (node.name !== undefined || node.args.length > 0)) {
      commands.push(commandOf(node, feeders, values));
    } else if ("redirects" in node && node.redirects.some((one) => writesFile(one) || readsFile(one))) {
      // `> file`, and what a loop or a group reads and prints.
      const reads = readsOf(node, values);
      commands.push({ ...plainCommand(":", []), reads, writes: writesOf(node, feeders, values) });
    }
    let fed = feedersIn(node, feeders);
    forEachChild(node, (child) => {
      visit(child, fed);
      fed = node.type === "Pipeline" ? [...(fed ?? []), ...programsIn(child)] : fed;
    });
  };
  visit(tree, null);
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
    const before = tree.commands[index - 1];
    return {
      source: script.slice(start, end).trimEnd(),
      start,
      end,
      kind: isDefinition(statement.command) ? "definition" : "action",
      isBehind: before !== undefined && !script.slice(before.end, start).includes("\n"),
    };
  });
}

/** The programs that a command's input comes from; null when it has none of a pipe, a file or a here-document. */
type Feeders = readonly (string | null)[] | null;

type Redirected = SyntaxNode & { readonly redirects: readonly Redirection[] };

function feedersIn(node: SyntaxNode, feeders: Feeders): Feeders {
  return "redirects" in node && node.redirects.some(({ operator }) => operator.startsWith("<")) ? [] : feeders;
}

function commandOf(node: Extract<SyntaxNode, { type: "Command" }>, feeders: Feeders, values: SetValues): ShellCommand {
  return {
    name: staticValue(node.name),
    words: node.args.map((argument) => (argument.type === "Word" ? staticValue(argument) : argument.text)),
    written: node.args.map((argument) =>
      argument.type === "Word" ? writtenOut(argument.value, values) : argument.text,
    ),
    writes: writesOf(node, feeders, values),
    reads: readsOf(node, values),
    isFed: feedersIn(node, feeders) !== null,
  };
}

/** A command of these words alone. */
export function plainCommand(name: string | null, words: ShellCommand["words"]): ShellCommand {
  return { name, words, written: words.map((word) => word ?? ""), writes: [], reads: [], isFed: false };
}

function readsOf({ redirects }: Redirected, values: SetValues): readonly string[] {
  return redirects.filter(readsFile).map((redirect) => {
    return "target" in redirect ? writtenOut(redirect.target?.value ?? "", values) : "";
  });
}

function readsFile({ operator }: Redirection): boolean {
  return operator === "<" || operator === "<>";
}

function writesOf(node: Redirected, feeders: Feeders, values: SetValues): readonly ShellWrite[] {
  const redirects = node.redirects.filter(writesFile);
  const from = redirects.length === 0 ? [] : [...(feeders ?? []), ...programsIn(node)];
  return redirects.map((redirect) => ({
    file: "target" in redirect ? writtenOut(redirect.target?.value ?? "", values) : "",
    isAppended: redirect.operator.includes(">>"),
    from,
  }));
}

/** The names of all programs in a part of a script, those that a wrapper runs included. */
function programsIn(node: SyntaxNode): readonly (string | null)[] {
  const names: (string | null)[] = [];
  const visit = (inner: SyntaxNode) => {
    if (inner.type === "Command") {
      names.push(
        ...namesOf(
          staticValue(inner.name),
          inner.args.map((word) => staticValue(word.type === "Word" ? word : undefined)),
        ),
      );
    }
    forEachChild(inner, visit);
  };
  visit(node);
  return names;
}

function namesOf(name: string | null, words: ShellCommand["words"]): readonly (string | null)[] {
  const inner = name === null ? undefined : wrappedCommand(name, words);
  if (inner === undefined || "script" in inner) {
    return [name];
  }
  const [first, ...rest] = inner.words;
  return first === undefined ? [name] : [name, ...namesOf(first, rest)];
}

function writesFile(redirect: Redirection): boolean {
  const target = "target" in redirect ? staticValue(redirect.target) : null;
  const isCopy = redirect.operator === ">&" && target !== null && /^(\d+|-)$/.test(target);
  return redirect.operator.includes(">") && target !== "/dev/null" && !isCopy;
}
