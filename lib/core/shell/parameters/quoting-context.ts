import { forEachChild, type SyntaxNode } from "unbash";
import { parseShell } from "../script/parse-shell";

/**
 * What stands around a place in a script. `plain`: nothing can be quoted there (heredoc, comment, arithmetic,
 * backticks, `${…}`). `inner`: a word that another interpreter reads as its own language (`sh -c`, `awk`, `ssh`).
 */
export type QuotingContext = "bare" | "single" | "double" | "plain" | "inner";

/** Programs that read one of their words as a script, a program or an expression. */
const interpreters = new Set([
  "sh",
  "bash",
  "dash",
  "ash",
  "zsh",
  "su",
  "eval",
  "source",
  ".",
  "trap",
  "alias",
  "let",
  "declare",
  "typeset",
  "local",
  "readonly",
  "unset",
  "read",
  "watch",
  "ssh",
  "awk",
  "gawk",
  "mawk",
  "sed",
  "perl",
  "python",
  "python3",
  "node",
  "ruby",
  "psql",
  "mysql",
  "redis-cli",
]);

const unquotable = new Set(["AnsiCQuoted", "HereDocBody", "HereDocDelimiter", "ParameterExpansion"]);
const numericTest = /^-(eq|ne|lt|le|gt|ge|v)$/;

/** The context of each position (UTF-16 offsets into the script); a position outside every node is in a comment. */
export function quotingContexts(script: string, positions: readonly number[]): readonly QuotingContext[] {
  const found = new Map<number, QuotingContext>();
  const mark = (node: SyntaxNode, context: QuotingContext) => {
    for (const position of positions) {
      if (node.pos <= position && position < node.end) {
        found.set(position, context);
      }
    }
  };
  const visit = (node: SyntaxNode, outer: QuotingContext) => {
    const context = contextOf(node, outer);
    mark(node, context);
    if (context === "plain" && outer !== "plain") {
      return;
    }
    forEachChild(node, (child) => visit(child, context));
    if (node.type === "Assignment" && node.index) {
      mark(node.index, "plain");
    }
  };
  forEachChild(parseShell(script), (child) => visit(child, "bare"));
  return positions.map((position) => found.get(position) ?? "plain");
}

function contextOf(node: SyntaxNode, outer: QuotingContext): QuotingContext {
  if (isUnquotable(node)) {
    return "plain";
  }
  switch (node.type) {
    case "Command":
      return callsInterpreter(node) ? "inner" : "bare";
    case "SingleQuoted":
      return outer === "inner" ? outer : "single";
    case "DoubleQuoted":
    case "LocaleString":
      return outer === "inner" ? outer : "double";
    case "CommandExpansion":
    case "ProcessSubstitution":
    case "Statement":
      return "bare";
    default:
      return outer;
  }
}

function isUnquotable(node: SyntaxNode): boolean {
  return (
    unquotable.has(node.type) ||
    node.type.startsWith("Arithmetic") ||
    // Inside backticks every quote is read twice.
    (node.type === "CommandExpansion" && node.text.startsWith("`")) ||
    ((node.type === "TestBinary" || node.type === "TestUnary") && numericTest.test(node.operator))
  );
}

function callsInterpreter(node: Extract<SyntaxNode, { type: "Command" }>): boolean {
  const words = [node.name, ...node.args].flatMap((word) => (word?.type === "Word" ? [word.value] : []));
  return words.some((word) => interpreters.has(word.slice(word.lastIndexOf("/") + 1)));
}
