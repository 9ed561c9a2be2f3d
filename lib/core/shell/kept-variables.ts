import { createScrubber } from "./scrub-secrets";

type Variables = Readonly<Record<string, string>>;

export type KeptVariables = {
  readonly kept: Variables;
  /** Names of those that are too large, or too many. */
  readonly leftOut: readonly string[];
};

type Limits = { readonly variableCharacters: number; readonly variableCount: number };

const PLAIN_NAME = /^[A-Za-z_]\w*$/;
const SECRET_NAME = /token|secret|passw|api_?key|private|credential/i;

/**
 * What a script set, for later runs: each becomes an event that all readers of the incident get. What looks like a secret,
 * by its name, by its form or because it is one of `known`, is not written down at all.
 */
export function keptVariables(
  {
    before,
    after,
    known,
  }: { readonly before: Variables; readonly after: Variables; readonly known: ReadonlySet<string> },
  { variableCharacters, variableCount }: Limits,
): KeptVariables {
  const changed = Object.entries(after)
    .filter(([name, value]) => before[name] !== value && PLAIN_NAME.test(name) && !SECRET_NAME.test(name))
    // As bash does, which the interpreter here does not: a variable holds no NUL. Neither does the database.
    .map(([name, value]) => [name, value.replaceAll("\0", "")] as const);
  const small = changed.filter(([, value]) => value.length <= variableCharacters);
  const open = small.filter(([name, value]) => !holdsSecret(name, value, known));
  const kept = open.slice(0, variableCount);
  const large = changed.filter(([, value]) => value.length > variableCharacters);
  return {
    kept: Object.fromEntries(kept),
    leftOut: [...large, ...open.slice(variableCount)].map(([name]) => name),
  };
}

function holdsSecret(name: string, value: string, known: ReadonlySet<string>): boolean {
  const scrubber = createScrubber(known);
  scrubber.push(`${name}=${value}`);
  scrubber.end();
  return scrubber.count > 0;
}
