import {
  type CommandNode,
  type CompoundCommand,
  type PipelineNode,
  parse,
  type Redirection,
  type Statement,
} from "unbash";
import { staticValue } from "../script/static-value";
import { isLinePipeline } from "./line-pipeline";

/** What becomes of a command's errors: printed, joined to its output (`2>&1`), or thrown away (`2>/dev/null`). */
export type ErrorRoute = "own" | "merged" | "dropped";

/** A command whose output nobody but the reader takes, or one whose reader takes only the first lines. */
export type LiveCommand = {
  /** UTF-16 offset just behind the command's name. */
  readonly at: number;
  readonly use:
    | { readonly kind: "live"; readonly errors: ErrorRoute }
    | { readonly kind: "head"; readonly lines: number }
    /** A pipeline that goes on: `at` is its start, `between` what stands between its stages. */
    | {
        readonly kind: "pipeline";
        readonly errors: ErrorRoute;
        readonly between: readonly { readonly start: number; readonly end: number }[];
      };
};

/** Builtins that print nothing when they succeed. */
const silent = new Set(
  ": true false cd export unset set shopt local declare typeset readonly read shift return exit break continue test [ let wait trap umask ulimit".split(
    " ",
  ),
);

type Programs = { readonly known: ReadonlySet<string>; readonly natives: ReadonlySet<string> };
type Found = Programs & { readonly commands: LiveCommand[] };

/**
 * The commands of one statement whose output can be shown as it comes. When a part of the statement prints what cannot
 * be caught at its source (a function, a computed name), there are none: order comes before speed. `known` are the
 * programs that can tell live output apart, `natives` those that run in the server and may go on without end.
 */
export function liveCommands(source: string, programs: Programs): readonly LiveCommand[] {
  const found: Found = { commands: [], ...programs };
  const { commands, errors } = parse(source);
  const isLive = (errors ?? []).length === 0 && commands.every((statement) => visitStatement(statement, found));
  return isLive ? found.commands : found.commands.filter(({ use }) => use.kind === "head");
}

function visitAll(statements: readonly Statement[] | undefined, found: Found): boolean {
  return (statements ?? []).every((statement) => visitStatement(statement, found));
}

function visitStatement({ command, background }: Statement, found: Found): boolean {
  if (background) {
    return false;
  }
  const stages = command.type === "AndOr" ? command.commands : [command];
  return stages.every((stage) => visitPipeline(stage, found));
}

function visitPipeline(node: PipelineNode, found: Found): boolean {
  if (node.type !== "Pipeline") {
    return visitCommand(node, found);
  }
  const pipeline = isLinePipeline(node, found.natives) ? livePipeline(node) : null;
  if (pipeline) {
    found.commands.push(pipeline);
    return true;
  }
  const [first, second] = node.commands;
  const lines = second ? headLines(second) : null;
  if (first?.type === "Command" && first.name && lines !== null) {
    found.commands.push({ at: first.name.end, use: { kind: "head", lines } });
  }
  const last = node.commands.at(-1);
  return !node.operators.includes("|&") && last !== undefined && visitCommand(last, found);
}

/** Null when the errors of its head go where the filters do not see them. */
function livePipeline({ commands }: Extract<PipelineNode, { type: "Pipeline" }>): LiveCommand | null {
  const [head] = commands;
  const errors = head?.type === "Command" ? errorRoute(head.redirects) : null;
  if (head === undefined || errors === null) {
    return null;
  }
  const between = commands.slice(1).map((stage, index) => ({ start: commands[index]?.end ?? 0, end: stage.pos }));
  return { at: head.pos, use: { kind: "pipeline", errors, between } };
}

function visitCommand(node: CommandNode, found: Found): boolean {
  switch (node.type) {
    case "Command":
      return visitSimple(node, found);
    case "Redirected":
      // Output that goes to a file is nobody's; input from one changes nothing.
      return node.redirects.every(isInput) ? visitCompound(node.command, found) : node.redirects.every(isToFile);
    case "Function":
      return true;
    case "Coproc":
      return false;
    default:
      return visitCompound(node, found);
  }
}

function visitCompound(node: CompoundCommand, found: Found): boolean {
  switch (node.type) {
    case "If":
      return (
        [node, ...node.elif].every(
          ({ clause, then }) => visitAll(clause.commands, found) && visitAll(then.commands, found),
        ) && visitAll(node.else?.commands, found)
      );
    case "While":
      return visitAll(node.clause.commands, found) && visitAll(node.body.commands, found);
    case "For":
    case "ArithmeticFor":
    case "BraceGroup":
    case "Subshell":
      return visitAll(node.body.commands, found);
    case "Case":
      return node.items.every((item) => visitAll(item.body.commands, found));
    case "TestCommand":
    case "ArithmeticCommand":
      return true;
    case "Select":
      return false;
  }
}

function visitSimple(node: Extract<CommandNode, { type: "Command" }>, found: Found): boolean {
  if (!node.name) {
    return true;
  }
  const name = staticValue(node.name);
  if (name === null) {
    return false;
  }
  if (silent.has(name)) {
    return true;
  }
  const errors = errorRoute(node.redirects.filter((redirect) => !isInput(redirect)));
  if (errors === null) {
    return node.redirects.every((redirect) => isInput(redirect) || isToFile(redirect));
  }
  found.commands.push({ at: node.name.end, use: { kind: "live", errors } });
  return found.known.has(name);
}

function isInput(redirect: Redirection): boolean {
  return redirect.operator === "<" || redirect.operator.startsWith("<<");
}

function isToFile(redirect: Redirection): boolean {
  return (redirect.operator === ">" || redirect.operator === ">>") && descriptorOf(redirect) === 1;
}

function descriptorOf({ descriptor }: Redirection): number | null {
  return descriptor === undefined ? 1 : descriptor.type === "FileDescriptor" ? descriptor.value : null;
}

function errorRoute(redirects: readonly Redirection[]): ErrorRoute | null {
  const [only, ...more] = redirects;
  if (!only) {
    return "own";
  }
  const target = "target" in only ? staticValue(only.target) : null;
  if (more.length > 0 || descriptorOf(only) !== 2) {
    return null;
  }
  if (only.operator === ">&" && target === "1") {
    return "merged";
  }
  return only.operator === ">" && target === "/dev/null" ? "dropped" : null;
}

/** `head`, `head -5`, `head -n 5`: how many lines it takes; null for anything else. */
function headLines(node: CommandNode): number | null {
  if (node.type !== "Command" || staticValue(node.name) !== "head") {
    return null;
  }
  const words = node.args.map((word) => (word.type === "Word" ? staticValue(word) : null));
  const [, count] = /^(?:-n? ?|--lines=)(\d+)$/.exec(words.join(" ")) ?? [];
  return words.length === 0 ? 10 : count === undefined ? null : Number(count);
}
