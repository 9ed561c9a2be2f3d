import {
  add,
  BcFailure,
  compare,
  type Decimal,
  decimalOf,
  divide,
  multiply,
  negated,
  power,
  remainder,
  squareRoot,
  whole,
  ZERO,
} from "./decimal";
import type { Token } from "./tokens";

export type Calculator = {
  peek(): Token | null;
  take(): Token | null;
  expect(text: string): void;
  get(name: string): Decimal;
  set(name: string, value: Decimal): void;
  scale(): number;
};

type Reader = (calculator: Calculator) => Decimal;
type Operator = (left: Decimal, right: Decimal, scale: number) => Decimal;

const truth = (isSo: boolean): Decimal => whole(isSo ? 1 : 0);
const isTrue = ({ digits }: Decimal): boolean => digits !== 0n;

const arithmetic: Readonly<Record<string, Operator>> = {
  "+": add,
  "-": (left, right) => add(left, negated(right)),
  "*": multiply,
  "/": divide,
  "%": remainder,
  "^": power,
};

const relations: Readonly<Record<string, Operator>> = {
  "==": (left, right) => truth(compare(left, right) === 0),
  "!=": (left, right) => truth(compare(left, right) !== 0),
  "<": (left, right) => truth(compare(left, right) < 0),
  "<=": (left, right) => truth(compare(left, right) <= 0),
  ">": (left, right) => truth(compare(left, right) > 0),
  ">=": (left, right) => truth(compare(left, right) >= 0),
};

/** Operators of one rank, each taking what stands before it. */
function leftward(operators: Readonly<Record<string, Operator>>, inner: Reader): Reader {
  return (calculator) => {
    let value = inner(calculator);
    for (;;) {
      const next = calculator.peek();
      const operator = next?.kind === "sign" && Object.hasOwn(operators, next.text) ? operators[next.text] : undefined;
      if (!operator) {
        return value;
      }
      calculator.take();
      value = operator(value, inner(calculator), calculator.scale());
    }
  };
}

const of = (...signs: readonly string[]) =>
  Object.fromEntries(signs.flatMap((sign) => (arithmetic[sign] ? [[sign, arithmetic[sign]] as const] : [])));

const raised: Reader = (calculator) => {
  const base = signed(calculator);
  if (calculator.peek()?.text !== "^") {
    return base;
  }
  calculator.take();
  return power(base, raised(calculator), calculator.scale());
};
const products = leftward(of("*", "/", "%"), raised);
const sums = leftward(of("+", "-"), products);
const comparisons = leftward(relations, sums);

const denied: Reader = (calculator) => {
  if (calculator.peek()?.text !== "!") {
    return comparisons(calculator);
  }
  calculator.take();
  return truth(!isTrue(denied(calculator)));
};
const both = leftward({ "&&": (left, right) => truth(isTrue(left) && isTrue(right)) }, denied);
const either = leftward({ "||": (left, right) => truth(isTrue(left) || isTrue(right)) }, both);

/** Reads an expression and works it out; the ranks are bc's own: a minus before a number binds more than `^`. */
export function expression(calculator: Calculator): Decimal {
  return either(calculator);
}

function signed(calculator: Calculator): Decimal {
  if (calculator.peek()?.text === "-") {
    calculator.take();
    return negated(signed(calculator));
  }
  return operand(calculator);
}

function operand(calculator: Calculator): Decimal {
  const token = calculator.take();
  if (token?.kind === "number") {
    return decimalOf(token.text);
  }
  if (token?.text === "(") {
    const value = expression(calculator);
    calculator.expect(")");
    return value;
  }
  if (token?.text === "++" || token?.text === "--") {
    const name = nameOf(calculator.take());
    return stored(calculator, name, add(calculator.get(name), whole(token.text === "++" ? 1 : -1)));
  }
  if (token?.text === ".") {
    return calculator.get("last");
  }
  const name = nameOf(token);
  return calculator.peek()?.text === "(" ? called(name, calculator) : variable(name, calculator);
}

function nameOf(token: Token | null): string {
  if (token?.kind !== "name") {
    throw new BcFailure("syntax error");
  }
  return token.text;
}

function stored(calculator: Calculator, name: string, value: Decimal): Decimal {
  calculator.set(name, value);
  return value;
}

function called(name: string, calculator: Calculator): Decimal {
  calculator.expect("(");
  const value = expression(calculator);
  calculator.expect(")");
  switch (name) {
    case "sqrt":
      return squareRoot(value, calculator.scale());
    case "length":
      return whole(String(value.digits < 0n ? -value.digits : value.digits).padStart(value.scale, "0").length);
    case "scale":
      return whole(value.scale);
    default:
      throw new BcFailure(`${name}() is not done here: bc works expressions out, run it by hand`);
  }
}

function variable(name: string, calculator: Calculator): Decimal {
  const next = calculator.peek()?.text ?? "";
  if (next === "++" || next === "--") {
    calculator.take();
    const before = calculator.get(name);
    calculator.set(name, add(before, whole(next === "++" ? 1 : -1)));
    return before;
  }
  const [, operator = ""] = /^([-+*/%^]?)=$/.exec(next) ?? [null, null];
  if (operator === null || !/^[-+*/%^]?=$/.test(next)) {
    return name === "last" ? calculator.get("last") : (calculator.get(name) ?? ZERO);
  }
  calculator.take();
  const value = sums(calculator);
  const by = arithmetic[operator];
  return stored(calculator, name, by ? by(calculator.get(name), value, calculator.scale()) : value);
}
