import "server-only";
import { CommandFailure } from "../../failure";
import { compileJsonPath, findResults, relaxedJsonPath } from "../../go/jsonpath";
import { goText } from "../../go/values";
import { type KubeObject, listAt, member, textAt } from "../../objects";

/** What is waited for. */
export type Condition =
  | { readonly kind: "delete" }
  | { readonly kind: "create" }
  | { readonly kind: "state"; holds(object: KubeObject): boolean };

/** Reads the word of `--for`. Throws kubectl's error. */
export function readCondition(word: string): Condition {
  const lower = word.toLowerCase();
  if (lower === "delete" || lower === "create") {
    return { kind: lower };
  }
  if (word.startsWith("condition=")) {
    const [name = "", ...value] = word.slice("condition=".length).split("=");
    const wanted = value.length === 0 ? "true" : value.join("=");
    return { kind: "state", holds: (object) => hasCondition(object, name, wanted) };
  }
  if (word.startsWith("jsonpath=")) {
    return pathCondition(word.slice("jsonpath=".length));
  }
  throw new CommandFailure(`error: unrecognized condition: "${word}"`);
}

function hasCondition(object: KubeObject, name: string, wanted: string): boolean {
  const found = listAt(object, "status", "conditions").find(
    (condition) => textAt(condition, "type").toLowerCase() === name.toLowerCase(),
  );
  if (found === undefined) {
    return false;
  }
  const observed = Number(member(found, "observedGeneration") ?? 0);
  const isOld = member(found, "observedGeneration") !== undefined && (object.metadata.generation ?? 0) > observed;
  return !isOld && textAt(found, "status").toLowerCase() === wanted.toLowerCase();
}

/** Splits at single `=`; `==` belongs to a filter. */
function splitPath(text: string): readonly string[] {
  return text
    .replaceAll("==", "\0")
    .split("=")
    .map((part) => part.replaceAll("\0", "=="));
}

function pathCondition(text: string): Condition {
  const [expression = "", value, ...more] = splitPath(text);
  if (more.length > 0) {
    throw new CommandFailure(
      "error: jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    );
  }
  const wanted = value?.replace(/^['"]+|['"]+$/g, "");
  if (wanted === "") {
    throw new CommandFailure(
      "error: jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  }
  if (expression === "") {
    throw new CommandFailure("error: jsonpath expression cannot be empty");
  }
  const relaxed = relaxedJsonPath(expression);
  if (relaxed === null) {
    throw new CommandFailure(
      "error: unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  const compiled = compileJsonPath(relaxed);
  return {
    kind: "state",
    holds: (object) => {
      const values = (findResults(compiled, object) ?? []).flat();
      return wanted === undefined
        ? values.length > 0
        : values.length > 0 && values.every((found) => goText(found) === wanted);
    },
  };
}
