import { type ParsedScript, parse } from "unbash";
import { remember } from "@/lib/core/kernel/remember";

/** The syntax tree of a script. */
export const parseShell: (script: string) => ParsedScript = remember(parse);

/** What the parser could not understand of a script, as sentences. */
export function shellProblems(script: string): readonly string[] {
  return (parseShell(script).errors ?? []).map((error) => error.message);
}
