import { BcFailure, compare, type Decimal, printed, whole, ZERO } from "./decimal";
import { type Calculator, expression } from "./expression";
import { type Token, tokensOf } from "./tokens";

type Said = { readonly stdout: string; readonly stderr: string };

const MAX_SCALE = 2_000;

/**
 * bc's arithmetic, exact as the real one: + - * / % ^, comparisons, variables, scale, sqrt, length and print, one
 * statement after the other. Functions, arrays, loops and other bases are an error that says so.
 */
export function calculate(source: string, isLong: boolean): Said {
  const variables = new Map<string, Decimal>(isLong ? [["scale", whole(20)]] : []);
  const said = { stdout: "", stderr: "" };
  for (const [at, line] of source.replaceAll("\\\n", "").split("\n").entries()) {
    try {
      for (const statement of statementsOf(tokensOf(line))) {
        if (/^(?:quit|halt)$/.test(statement[0]?.text ?? "")) {
          return said;
        }
        said.stdout += run(statement, variables);
      }
    } catch (error) {
      said.stderr += complaint(error, at + 1);
    }
  }
  return said;
}

function complaint(error: unknown, line: number): string {
  if (!(error instanceof BcFailure)) {
    throw error;
  }
  return error.message === "syntax error"
    ? `(standard_in) ${line}: syntax error\n`
    : `Runtime error (func=(main)): ${error.message}\n`;
}

function statementsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "end") {
      statements.push([]);
    } else {
      statements.at(-1)?.push(token);
    }
  }
  return statements.filter((statement) => statement.length > 0);
}

const beyond = /^(?:define|auto|return|if|else|while|for|break|continue|ibase|obase|read|limits)$|^[{}[\]]$/;

function run(statement: readonly Token[], variables: Map<string, Decimal>): string {
  const other = statement.find(({ kind, text }) => kind !== "text" && beyond.test(text));
  if (other) {
    throw new BcFailure(`${other.text} is not done here: bc works expressions out, run it by hand`);
  }
  const calculator = calculatorOf(statement, variables);
  if (statement[0]?.text === "print") {
    calculator.take();
    return printList(calculator);
  }
  const [first] = statement;
  if (first?.kind === "text" && statement.length === 1) {
    return first.text;
  }
  const value = fullExpression(calculator);
  variables.set("last", value);
  return isAssignment(statement) ? "" : `${printed(value)}\n`;
}

/** `a = 1` prints nothing; `a = 1 > 0` is a comparison of what was set, and does. */
function isAssignment([name, sign, ...rest]: readonly Token[]): boolean {
  let depth = 0;
  const compares = rest.some(({ kind, text }) => {
    depth += text === "(" ? 1 : text === ")" ? -1 : 0;
    return kind === "sign" && depth === 0 && /^(?:[<>]=?|[=!]=|&&|\|\||!)$/.test(text);
  });
  return name?.kind === "name" && /^[-+*/%^]?=$/.test(sign?.text ?? "") && !compares;
}

function fullExpression(calculator: Calculator): Decimal {
  const value = expression(calculator);
  if (calculator.peek() !== null) {
    throw new BcFailure("syntax error");
  }
  return value;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", q: '"', "\\": "\\", a: "\u0007" };

function printList(calculator: Calculator): string {
  let text = "";
  for (;;) {
    const next = calculator.peek();
    if (next?.kind === "text") {
      calculator.take();
      text += next.text.replace(/\\(.)/g, (written, letter: string) => escapes[letter] ?? written);
    } else {
      text += printed(expression(calculator));
    }
    if (calculator.peek() === null) {
      return text;
    }
    calculator.expect(",");
  }
}

function calculatorOf(tokens: readonly Token[], variables: Map<string, Decimal>): Calculator {
  let at = 0;
  return {
    peek: () => tokens[at] ?? null,
    take: () => {
      at += 1;
      return tokens[at - 1] ?? null;
    },
    expect: (text) => {
      if (tokens[at]?.text !== text) {
        throw new BcFailure("syntax error");
      }
      at += 1;
    },
    get: (name) => variables.get(name) ?? ZERO,
    set: (name, value) => {
      if (name === "scale" && (compare(value, ZERO) < 0 || compare(value, whole(MAX_SCALE)) > 0)) {
        throw new BcFailure(`scale is between 0 and ${MAX_SCALE} here`);
      }
      variables.set(name, value);
    },
    scale: () => Number(variables.get("scale")?.digits ?? 0n),
  };
}
