import "server-only";
import { CommandFailure } from "../failure";
import type { Invocation } from "../invocation";
import { changeMetadata, type MetadataVerb } from "../metadata-change";
import { type Pairs, readPairs } from "../pairs";

const verb: MetadataVerb = {
  name: "annotate",
  key: "annotations",
  parse: parseAnnotations,
  overwriteProblems: (taken) => {
    // The cause of a change may always be written anew.
    const kept = taken.filter(([key]) => key !== "kubernetes.io/change-cause");
    const said = kept.map(([key, value]) => `'${key}' already has a value (${value})`).join("; ");
    return said === "" ? [] : [`--overwrite is false but found the following declared annotation(s): ${said}`];
  },
  operation: () => "annotated",
  missing: () => "",
};

/** kubectl annotate: sets, overwrites and removes annotations, or lists them. */
export function annotate(argv: readonly string[], call: Invocation): Promise<number> {
  return changeMetadata(argv, call, verb);
}

function parseAnnotations(words: readonly string[]): Pairs {
  const pairs = readPairs(words, "annotation", true);
  const both = pairs.remove.filter((key) => pairs.set.has(key));
  if (both.length > 0) {
    throw new CommandFailure(
      `error: can not both modify and remove the following annotation(s) in the same command: ${both.join(", ")}`,
    );
  }
  return pairs;
}
