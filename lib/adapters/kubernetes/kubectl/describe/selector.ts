import "server-only";
import { entriesAt, listAt, member, textAt } from "../objects";

/** A label selector of `matchLabels` and `matchExpressions` as the API takes it: `app=web,tier in (a,b)`. */
export function selectorText(selector: unknown): string {
  const equal = entriesAt(selector, "matchLabels").map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const expressions = listAt(selector, "matchExpressions").map((expression) => ({
    key: textAt(expression, "key"),
    text: expressionText(expression),
  }));
  return [...equal, ...expressions]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => text)
    .join(",");
}

function expressionText(expression: unknown): string {
  const key = textAt(expression, "key");
  const operator = textAt(expression, "operator");
  if (operator === "Exists" || operator === "DoesNotExist") {
    return operator === "Exists" ? key : `!${key}`;
  }
  return `${key} ${operator.toLowerCase()} (${listAt(expression, "values").map(String).sort().join(",")})`;
}

/** The same for people: `<none>` when it selects by nothing. */
export function shownSelector(selector: unknown): string {
  return selectorText(selector) || "<none>";
}

/** `a=1,b=2`; `<none>` for an empty map. */
export function flatMap(value: unknown, ...keys: readonly string[]): string {
  return (
    entriesAt(member(value, ...keys))
      .map(([key, text]) => `${key}=${text}`)
      .join(",") || "<none>"
  );
}
