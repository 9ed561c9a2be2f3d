import "server-only";
import { CommandFailure } from "../failure";
import { isTruthy, TemplateError, templateFunctions, templateText } from "./template-functions";
import { type Operand, type Pipe, parseTemplate, type TemplateNode, TemplateSyntaxError } from "./template-parse";
import { isMap, sortedKeys } from "./values";

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
  try {
    return new Run(options.allowMissing).all(nodes, { dot: value, variables: new Map([["$", { value }]]) });
  } catch (error) {
    if (error instanceof TemplateError) {
      throw new CommandFailure(`error: error executing template ${JSON.stringify(source)}: ${error.message}`);
    }
    throw error;
  }
}

type Variables = ReadonlyMap<string, { value: unknown }>;
type Scope = { readonly dot: unknown; readonly variables: Variables };

class LoopControl extends Error {
  override readonly name = "LoopControl";
  readonly isBreak: boolean;
  readonly soFar: string;

  constructor(isBreak: boolean, soFar: string) {
    super("loop control");
    this.isBreak = isBreak;
    this.soFar = soFar;
  }
}

class Run {
  private readonly allowMissing: boolean;

  constructor(allowMissing: boolean) {
    this.allowMissing = allowMissing;
  }

  all(nodes: readonly TemplateNode[], scope: Scope): string {
    let text = "";
    const variables = new Map(scope.variables);
    const inner = { dot: scope.dot, variables };
    for (const node of nodes) {
      try {
        text += this.one(node, inner, variables);
      } catch (error) {
        throw error instanceof LoopControl ? new LoopControl(error.isBreak, text + error.soFar) : error;
      }
    }
    return text;
  }

  private one(node: TemplateNode, scope: Scope, variables: Map<string, { value: unknown }>): string {
    switch (node.kind) {
      case "text":
        return node.text;
      case "break":
      case "continue":
        throw new LoopControl(node.kind === "break", "");
      case "action": {
        const value = this.pipe(node.pipe, scope);
        this.declare(node.pipe, [value], variables);
        return node.pipe.variables.length > 0 ? "" : templateText(value);
      }
      case "if":
      case "with":
        return this.branch(node, scope);
      case "range":
        return this.range(node, scope);
    }
  }

  private branch(node: Extract<TemplateNode, { kind: "if" | "with" | "range" }>, scope: Scope): string {
    const value = this.pipe(node.pipe, scope);
    const variables = new Map(scope.variables);
    this.declare(node.pipe, [value], variables);
    if (!isTruthy(value)) {
      return this.all(node.other, { dot: scope.dot, variables });
    }
    return this.all(node.body, { dot: node.kind === "with" ? value : scope.dot, variables });
  }

  private range(node: Extract<TemplateNode, { kind: "if" | "with" | "range" }>, scope: Scope): string {
    const value = this.pipe(node.pipe, scope);
    const entries = entriesOf(value);
    if (entries.length === 0) {
      return this.all(node.other, scope);
    }
    let text = "";
    for (const [key, item] of entries) {
      const variables = new Map(scope.variables);
      this.declare(node.pipe, node.pipe.variables.length > 1 ? [key, item] : [item], variables);
      try {
        text += this.all(node.body, { dot: item, variables });
      } catch (error) {
        if (!(error instanceof LoopControl)) {
          throw error;
        }
        text += error.soFar;
        if (error.isBreak) {
          break;
        }
      }
    }
    return text;
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
    const call = templateFunctions.get(first.name);
    if (!call) {
      throw new CommandFailure(
        `error: the function ${JSON.stringify(first.name)} of Go templates is not supported here`,
      );
    }
    return call(...rest.map((operand) => this.operand(operand, scope)), ...piped);
  }

  private operand(operand: Operand, scope: Scope): unknown {
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
    return fields.reduce((value, field) => this.field(value, field), start);
  }

  private field(value: unknown, name: string): unknown {
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
      value === null
        ? `nil pointer evaluating interface {}.${name}`
        : `can't evaluate field ${name} in type interface {}`,
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
