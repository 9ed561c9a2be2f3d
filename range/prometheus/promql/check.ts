import {
  type Aggregation,
  type Binary,
  type Call,
  comparisonOperators,
  type Expr,
  setOperators,
  type ValueType,
} from "./ast.ts";
import { type Signature, signatures } from "./signatures.ts";

/** Throws the refusal of an expression. */
type Refuse = (place: Expr, message: string) => never;

interface Checker {
  readonly refuse: Refuse;
  typeOf(expr: Expr): ValueType;
  demand(expr: Expr, wanted: ValueType, place: string): void;
}

function checkCount({ refuse }: Checker, call: Call, { parameters, optional = 0, variadic = false }: Signature): void {
  const count = call.args.length;
  const name = JSON.stringify(call.name);
  const least = parameters.length - optional;
  if (count < least) {
    const bound = optional > 0 || variadic ? "at least " : "";
    refuse(call, `expected ${bound}${least} argument(s) in call to ${name}, got ${count}`);
  }
  if (count > parameters.length && !variadic) {
    const bound = optional > 0 ? "at most " : "";
    refuse(call, `expected ${bound}${parameters.length} argument(s) in call to ${name}, got ${count}`);
  }
}

function checkCall(checker: Checker, call: Call): ValueType {
  const signature = Object.hasOwn(signatures, call.name) ? signatures[call.name] : undefined;
  if (signature === undefined) {
    return checker.refuse(call, `unknown function with name ${JSON.stringify(call.name)}`);
  }
  checkCount(checker, call, signature);
  const { parameters, returns } = signature;
  for (const [index, arg] of call.args.entries()) {
    const wanted = parameters[Math.min(index, parameters.length - 1)];
    if (wanted !== undefined) {
      checker.demand(arg, wanted, `call to function ${JSON.stringify(call.name)}`);
    }
  }
  return returns;
}

function isOperand(type: ValueType): type is "scalar" | "instant vector" {
  return type === "scalar" || type === "instant vector";
}

function checkBinary({ refuse, typeOf }: Checker, expr: Binary): ValueType {
  const { operator, left, right, bool, matching } = expr;
  for (const operand of [left, right]) {
    if (!isOperand(typeOf(operand))) {
      refuse(operand, "binary expression must contain only scalar and instant vector types");
    }
  }
  const scalars = [left, right].filter((operand) => typeOf(operand) === "scalar").length;
  const isComparison = comparisonOperators.has(operator);
  const isSet = setOperators.has(operator);
  const problems: readonly (readonly [boolean, string])[] = [
    [bool && !isComparison, "bool modifier can only be used on comparison operators"],
    [isComparison && !bool && scalars === 2, "comparisons between scalars must use BOOL modifier"],
    [isSet && scalars > 0, `set operator ${JSON.stringify(operator)} not allowed in binary scalar expression`],
    [isSet && matching.cardinality !== "one-to-one", `no grouping allowed for ${JSON.stringify(operator)} operation`],
    [scalars > 0 && (matching.on || matching.labels.size > 0), "vector matching only allowed between instant vectors"],
  ];
  const problem = problems.find(([found]) => found);
  return problem === undefined ? (scalars === 2 ? "scalar" : "instant vector") : refuse(expr, problem[1]);
}

function checkAggregation({ demand }: Checker, { expr, parameter, operator }: Aggregation): ValueType {
  demand(expr, "instant vector", "aggregation expression");
  if (parameter !== undefined) {
    demand(parameter, operator === "count_values" ? "string" : "scalar", "aggregation parameter");
  }
  return "instant vector";
}

function checkNegation({ refuse, typeOf }: Checker, expr: Expr, operand: Expr): ValueType {
  const type = typeOf(operand);
  const allowed = "unary expression only allowed on expressions of type scalar or instant vector";
  return isOperand(type) ? type : refuse(expr, `${allowed}, got ${JSON.stringify(type)}`);
}

function typeWith(checker: Checker, expr: Expr): ValueType {
  switch (expr.kind) {
    case "number":
      return "scalar";
    case "string":
      return "string";
    case "selector":
      return "instant vector";
    case "range":
      return "range vector";
    case "subquery":
      checker.demand(expr.expr, "instant vector", "subquery");
      return "range vector";
    case "negate":
      return checkNegation(checker, expr, expr.expr);
    case "call":
      return checkCall(checker, expr);
    case "aggregate":
      return checkAggregation(checker, expr);
    case "binary":
      return checkBinary(checker, expr);
  }
}

/** The type of an expression's value; `refuse` is called where an operand has the wrong one. */
export function checkTypes(expr: Expr, refuse: Refuse): ValueType {
  const known = new Map<Expr, ValueType>();
  const typeOf = (operand: Expr): ValueType => {
    const type = known.get(operand) ?? typeWith(checker, operand);
    known.set(operand, type);
    return type;
  };
  const checker: Checker = {
    refuse,
    typeOf,
    demand: (operand, wanted, place) => {
      const actual = typeOf(operand);
      if (actual !== wanted) {
        refuse(operand, `expected type ${wanted} in ${place}, got ${actual}`);
      }
    },
  };
  return typeOf(expr);
}
