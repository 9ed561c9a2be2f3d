import { type ParsedScript, parse } from "unbash";

const KEPT = 256;
const latest = new Map<string, ParsedScript>();

/** The syntax tree of a script. The latest ones are kept: one script is looked at from several sides in a row. */
export function parseShell(script: string): ParsedScript {
  const known = latest.get(script);
  if (known) {
    return known;
  }
  const tree = parse(script);
  if (latest.size >= KEPT) {
    latest.delete(latest.keys().next().value ?? "");
  }
  latest.set(script, tree);
  return tree;
}

/** What the parser could not understand of a script, as sentences. */
export function shellProblems(script: string): readonly string[] {
  return (parseShell(script).errors ?? []).map((error) => error.message);
}
