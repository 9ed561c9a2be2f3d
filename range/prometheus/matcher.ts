import type { Labels } from "./labels.ts";

export type MatchOperator = "=" | "!=" | "=~" | "!~";

export interface Matcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
  matches(value: string): boolean;
}

/**
 * A Go (RE2) expression as a JavaScript one, fully anchored as Prometheus does it. Leading flags (`(?i)`) and named
 * groups (`(?P<x>…)`) are translated. Throws SyntaxError for what JavaScript does not read either.
 */
export function anchoredRegExp(source: string): RegExp {
  const flags = /^\(\?([ims]+)\)/.exec(source);
  const rest = source.slice(flags?.[0].length ?? 0).replaceAll("(?P<", "(?<");
  const letters = new Set(`s${flags?.[1] ?? ""}`);
  return new RegExp(`^(?:${rest})$`, [...letters].join(""));
}

/** A matcher of one label; a missing label counts as empty. */
export function createMatcher(name: string, operator: MatchOperator, value: string): Matcher {
  return { name, operator, value, matches: predicateOf(operator, value) };
}

function predicateOf(operator: MatchOperator, value: string): Matcher["matches"] {
  switch (operator) {
    case "=":
      return (text) => text === value;
    case "!=":
      return (text) => text !== value;
    case "=~": {
      const pattern = anchoredRegExp(value);
      return (text) => pattern.test(text);
    }
    case "!~": {
      const pattern = anchoredRegExp(value);
      return (text) => !pattern.test(text);
    }
  }
}

/** Do the labels satisfy every matcher? */
export function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matcher.matches(labels[matcher.name] ?? ""));
}
