import "server-only";
import { CommandFailure } from "../failure";
import type { Invocation } from "../invocation";
import { changeMetadata, type MetadataVerb } from "../metadata-change";
import { labelValueProblems, type Pairs } from "../pairs";

const verb: MetadataVerb = {
  name: "label",
  key: "labels",
  parse: parseLabels,
  overwriteProblems: (taken) =>
    taken.map(([key, value]) => `'${key}' already has a value (${value}), and --overwrite is false`),
  operation: (before, after, isOverwriting) => {
    if (before === after) {
      return "not labeled";
    }
    return !isOverwriting && after.length < before.length ? "unlabeled" : "labeled";
  },
  missing: (key) => `label "${key}" not found.\n`,
};

/** kubectl label: sets, overwrites and removes labels, or lists them. */
export function label(argv: readonly string[], call: Invocation): Promise<number> {
  return changeMetadata(argv, call, verb);
}

function parseLabels(words: readonly string[]): Pairs {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const word of words) {
    const [key = "", value, ...more] = word.split("=");
    if (value === undefined) {
      remove.push(word.slice(0, -1));
      continue;
    }
    if (more.length > 0) {
      throw new CommandFailure(`error: invalid label spec: ${word}`);
    }
    const problems = labelValueProblems(value);
    if (problems.length > 0) {
      throw new CommandFailure(`error: invalid label value: ${JSON.stringify(word)}: ${problems.join(";")}`);
    }
    set.set(key, value);
  }
  if (remove.some((key) => set.has(key))) {
    throw new CommandFailure("error: can not both modify and remove a label in the same command");
  }
  return { set, remove };
}
