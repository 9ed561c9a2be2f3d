import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import { parseDurationSeconds } from "@/lib/core/metrics/promql-duration";
import { splitExpressions } from "@/lib/core/metrics/promql-text";

export type PromqlArguments = {
  /** At least one. */
  readonly expressions: readonly string[];
  readonly rangeSeconds: number | null;
  readonly stepSeconds: number | null;
};

export const USAGE = "usage: promql [--range 30m [--step 30s]] 'EXPRESSION'\n";

const FLAG = /^--(range|step)(?:=(.*))?$/;

type Flags = { readonly durations: ReadonlyMap<string, number>; readonly rest: readonly string[] };

/** Takes the leading `--range` and `--step` off; the error is a sentence. */
function takeFlags(argv: readonly string[]): Result<Flags, string> {
  const durations = new Map<string, number>();
  let rest = argv;
  for (let flag = FLAG.exec(rest[0] ?? ""); flag; flag = FLAG.exec(rest[0] ?? "")) {
    const [, name = "", written] = flag;
    const text = written ?? rest[1] ?? "";
    const seconds = parseDurationSeconds(text);
    if (seconds === null) {
      return failed(`--${name} needs a duration such as 30m, not ${JSON.stringify(text)}`);
    }
    durations.set(name, seconds);
    rest = rest.slice(written === undefined ? 2 : 1);
  }
  return ok({ durations, rest });
}

/** Reads `--range`, `--step` and the expressions after them; the error is a sentence. */
export function parsePromqlArguments(argv: readonly string[]): Result<PromqlArguments, string> {
  const flags = takeFlags(argv);
  if (!flags.ok) {
    return flags;
  }
  const { durations, rest } = flags.value;
  const [first = ""] = rest;
  if (/^--?[a-z]/.test(first) && rest.length > 1) {
    return failed(`unknown flag ${first}`);
  }
  const [rangeSeconds = null, stepSeconds = null] = [durations.get("range"), durations.get("step")];
  if (stepSeconds !== null && rangeSeconds === null) {
    return failed("--step needs --range");
  }
  const expressions = splitExpressions(rest.join(" "));
  return expressions.length === 0 ? failed("give an expression") : ok({ expressions, rangeSeconds, stepSeconds });
}
