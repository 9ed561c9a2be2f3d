import { normaliseLabels } from "../labels.ts";
import { anchoredRegExp } from "../matcher.ts";
import { ExecutionError } from "./errors.ts";
import { distinctVector, type Value, type Vector } from "./value.ts";

function patternOf(source: string): RegExp {
  try {
    return anchoredRegExp(source);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new ExecutionError(`invalid regular expression in label_replace(): ${source}`, { cause: error });
    }
    throw error;
  }
}

/** Go's template of a regular expression: `$1`, `$name`, `${name}`, `$$`. An unknown group is empty. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole: string, braced?: string, plain?: string) => {
    const name = braced ?? plain;
    if (name === undefined) {
      return whole === "$$" ? "$" : whole;
    }
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? "";
  });
}

function withLabel(points: Vector, target: string, readLabel: (point: Vector[number]) => string | undefined): Value {
  if (!/^[a-zA-Z_]\w*$/.test(target)) {
    throw new ExecutionError(`invalid destination label name: ${target}`);
  }
  return distinctVector(
    points.map((point) => {
      const value = readLabel(point);
      const labels = value === undefined ? point.labels : normaliseLabels({ ...point.labels, [target]: value });
      return { labels, value: point.value };
    }),
  );
}

/** `label_replace(v, dst, replacement, src, regex)`: elements that do not match stay as they are. */
export function labelReplace(points: Vector, strings: readonly string[]): Value {
  const [target = "", replacement = "", source = "", regex = ""] = strings;
  const pattern = patternOf(regex);
  return withLabel(points, target, ({ labels }) => {
    const match = pattern.exec(labels[source] ?? "");
    return match === null ? undefined : expand(replacement, match);
  });
}

/** `label_join(v, dst, separator, src…)`. */
export function labelJoin(points: Vector, [target = "", separator = "", ...sources]: readonly string[]): Value {
  return withLabel(points, target, ({ labels }) => sources.map((source) => labels[source] ?? "").join(separator));
}
