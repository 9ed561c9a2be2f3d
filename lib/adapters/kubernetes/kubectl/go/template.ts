import "server-only";
import { CommandFailure, OutputFailure } from "../failure";
import { isTruthy, TemplateError, templateFunctions, templateText } from "./template-functions";
import {
  type Operand,
  type Pipe,
  parseTemplate,
  type Span,
  type TemplateNode,
  TemplateSyntaxError,
} from "./template-parse";
import { goJson, goText, goType, isMap, sortedKeys } from "./values";

export type Template = { readonly source: string; readonly nodes: readonly TemplateNode[] };

/** Compiles a Go template; throws kubectl's error for one that does not parse. */
export function compileTemplate(source: string): Template {
  try {
    return { source, nodes: parseTemplate(source) };
  } catch (error) {
    if (error instanceof TemplateSyntaxError) {
      throw new CommandFailure(`error: error parsing template ${source}, template: output:${error.message}`);
    }
    throw error;
  }
}

/** What `-o go-template=…` prints of an object. */
export function printTemplate(
  { source, nodes }: Template,
  value: unknown,
  options: { readonly allowMissing: boolean },
): string {
  const run = new Run(source, options.allowMissing);
  try {
    run.all(nodes, { dot: value, variables: new Map([["$", { value }]]) });
    return run.text;
  } catch (error) {
    if (error instanceof TemplateError) {
      const why = `${run.place()}: ${error.message}`;
      const debugging = `Error executing template: ${why}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${source}\n\traw data was:\n\t\t${goJson(value)}\n\tobject given to template engine was:\n\t\t${goText(value)}\n\n`;
      throw new OutputFailure(
        `error: error executing template ${JSON.stringify(source)}: ${why}`,
        run.text + debugging,
      );
    }
    throw error;
  }
}

type Variables = ReadonlyMap<string, { value: unknown }>;
type Scope = { readonly dot: unknown; readonly variables: Variables };

class LoopControl extends Error {
  override readonly name = "LoopControl";
  readonly isBreak: boolean;

  constructor(isBreak: boolean) {
    super("loop control");
    this.isBreak = isBreak;
  }
}

class Run {
  /** What was printed so far. */
  text = "";
  private readonly source: string;
  private readonly allowMissing: boolean;
  /** What is being looked at: Go's errors point there. */
  private span: Span = { start: 0, at: 0, end: 0 };

  constructor(source: string, allowMissing: boolean) {
    this.source = source;
    this.allowMissing = allowMissing;
  }

  /** `template: output:1:7: executing "output" at <.spec.x>` */
  place(): string {
    const { start, at, end } = this.span;
    const lines = this.source.slice(0, at).split("\n");
    const column = Buffer.byteLength(lines.at(-1) ?? "");
    return `template: output:${lines.length}:${column}: executing "output" at <${this.source.slice(start, end)}>`;
  }

  all(nodes: readonly TemplateNode[], scope: Scope): void {
    const variables = new Map(scope.variables);
    const inner = { dot: scope.dot, variables };
    for (const node of nodes) {
      this.one(node, inner, variables);
    }
  }

  private one(node: TemplateNode, scope: Scope, variables: Map<string, { value: unknown }>): void {
    switch (node.kind) {
      case "text":
        this.text += node.text;
        return;
      case "break":
      case "continue":
        throw new LoopControl(node.kind === "break");
      case "action": {
        const value = this.pipe(node.pipe, scope);
        this.declare(node.pipe, [value], variables);
        this.text += node.pipe.variables.length > 0 ? "" : templateText(value);
        return;
      }
      case "if":
      case "with":
        this.branch(node, scope);
        return;
      case "range":
        this.range(node, scope);
    }
  }

  private branch(node: Extract<TemplateNode, { kind: "if" | "with" | "range" }>, scope: Scope): void {
    const value = this.pipe(node.pipe, scope);
    const variables = new Map(scope.variables);
    this.declare(node.pipe, [value], variables);
    if (!isTruthy(value)) {
      this.all(node.other, { dot: scope.dot, variables });
      return;
    }
    this.all(node.body, { dot: node.kind === "with" ? value : scope.dot, variables });
  }

  private range(node: Extract<TemplateNode, { kind: "if" | "with" | "range" }>, scope: Scope): void {
    const value = this.pipe(node.pipe, scope);
    const entries = entriesOf(value);
    if (entries.length === 0) {
      this.all(node.other, scope);
      return;
    }
    for (const [key, item] of entries) {
      const variables = new Map(scope.variables);
      this.declare(node.pipe, node.pipe.variables.length > 1 ? [key, item] : [item], variables);
      try {
        this.all(node.body, { dot: item, variables });
      } catch (error) {
        if (!(error instanceof LoopControl)) {
          throw error;
        }
        if (error.isBreak) {
          break;
        }
      }
    }
  }

  private declare(pipe: Pipe, values: readonly unknown[], variables: Map<string, { value: unknown }>): void {
    for (const [at, name] of pipe.variables.entries()) {
      const known = variables.get(name);
      if (pipe.isAssignment && known) {
        known.value = values[at];
      } else {
        variables.set(name, { value: values[at] });
      }
    }
  }

  private pipe({ commands }: Pipe, scope: Scope): unknown {
    let result: unknown;
    for (const [at, command] of commands.entries()) {
      result = this.command(command, scope, at === 0 ? [] : [result]);
    }
    return result;
  }

  private command([first, ...rest]: readonly Operand[], scope: Scope, piped: readonly unknown[]): unknown {
    if (!first) {
      return undefined;
    }
    this.span = first.span;
    if (first.kind !== "function") {
      return this.operand(first, scope);
    }
    if (first.name === "and" || first.name === "or") {
      const isAnd = first.name === "and";
      let value: unknown;
      for (const next of [
        ...rest.map((operand) => () => this.operand(operand, scope)),
        ...piped.map((last) => () => last),
      ]) {
        value = next();
        if (isTruthy(value) !== isAnd) {
          break;
        }
      }
      return value;
    }
    const values = [...rest.map((operand) => this.operand(operand, scope)), ...piped];
    return this.called(first.name, values, { ...first.span, end: (rest.at(-1) ?? first).span.end });
  }

  private called(name: string, values: readonly unknown[], span: Span): unknown {
    const call = templateFunctions.get(name);
    if (!call) {
      throw new CommandFailure(`error: the function ${JSON.stringify(name)} of Go templates is not supported here`);
    }
    try {
      return call(...values);
    } catch (error) {
      if (!(error instanceof TemplateError)) {
        throw error;
      }
      this.span = span;
      throw new TemplateError(`error calling ${name}: ${error.message}`);
    }
  }

  private operand(operand: Operand, scope: Scope): unknown {
    this.span = operand.span;
    switch (operand.kind) {
      case "literal":
        return operand.value;
      case "function":
        return this.command([operand], scope, []);
      case "chain":
        return this.chain(operand, scope);
    }
  }

  private chain({ base, fields }: Extract<Operand, { kind: "chain" }>, scope: Scope): unknown {
    const start = "commands" in base ? this.pipe(base, scope) : this.variable(base.variable, scope);
    // Only of what a pipe gives does Go know the type.
    const typeAt = (value: unknown, at: number) => (at === 0 && "commands" in base ? goType(value) : "interface {}");
    return fields.reduce((value, field, at) => this.field(value, field, typeAt(value, at)), start);
  }

  private field(value: unknown, name: string, type: string): unknown {
    if (isMap(value)) {
      if (!Object.hasOwn(value, name) && !this.allowMissing) {
        throw new TemplateError(`map has no entry for key ${JSON.stringify(name)}`);
      }
      return value[name];
    }
    if (value === undefined) {
      return undefined;
    }
    throw new TemplateError(
      value === null ? `nil pointer evaluating interface {}.${name}` : `can't evaluate field ${name} in type ${type}`,
    );
  }

  private variable(name: string | null, { dot, variables }: Scope): unknown {
    if (name === null) {
      return dot;
    }
    const found = variables.get(name);
    if (!found) {
      throw new TemplateError(`undefined variable ${JSON.stringify(name)}`);
    }
    return found.value;
  }
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  if (Array.isArray(value)) {
    return [...value.entries()];
  }
  if (isMap(value)) {
    return sortedKeys(value).map((key) => [key, value[key]] as const);
  }
  if (value !== undefined && value !== null) {
    throw new TemplateError(`range can't iterate over ${templateText(value)}`);
  }
  return [];
}
