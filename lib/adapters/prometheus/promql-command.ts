import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";
import { stepFor } from "@/lib/core/metrics/series";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import type { PrometheusClient } from "./client";
import { type PromqlArguments, parsePromqlArguments, USAGE } from "./promql-arguments";
import { instantTable, rangeTable } from "./promql-table";

type Options = { client(): PrometheusClient; now(): Date };

/** Lines enough to see a course, few enough to read. */
const RANGE_POINTS = 30;

/**
 * `promql 'EXPRESSION'` prints a table of series and values; with `--range 30m [--step 30s]` their course. Comments and
 * several expressions (one a line) are allowed, as runbooks write them. A bad expression or an unreachable Prometheus is
 * exit code 1 and a sentence; a wrong flag is 2.
 */
export function promqlCommand(options: Options): NativeCommand {
  return {
    name: "promql",
    run: async (argv, io) => {
      const parsed = parsePromqlArguments(argv);
      if (!parsed.ok) {
        io.write("stderr", `promql: ${parsed.error}\n${USAGE}`);
        return 2;
      }
      const { expressions } = parsed.value;
      let exitCode = 0;
      for (const expression of expressions) {
        const heading = expressions.length > 1 ? `# ${expression}\n` : "";
        exitCode = Math.max(
          exitCode,
          await print(io, heading, () => answer(expression, parsed.value, { options, io })),
        );
      }
      return exitCode;
    },
  };
}

async function print(io: CommandIo, heading: string, text: () => Promise<string>): Promise<number> {
  try {
    io.write("stdout", `${heading}${await text()}`);
    return 0;
  } catch (error) {
    if (error instanceof AppError) {
      io.write("stderr", `promql: ${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

type Call = { readonly options: Options; readonly io: CommandIo };

async function answer(
  expression: string,
  { rangeSeconds, stepSeconds }: PromqlArguments,
  { options: { client, now }, io: { signal } }: Call,
): Promise<string> {
  const nowSeconds = now().getTime() / 1000;
  if (rangeSeconds === null) {
    return instantTable(expression, await client().query(expression, { atSeconds: nowSeconds, signal }));
  }
  const range = {
    startSeconds: nowSeconds - rangeSeconds,
    endSeconds: nowSeconds,
    stepSeconds: stepSeconds ?? stepFor(rangeSeconds, RANGE_POINTS),
  };
  return rangeTable(expression, await client().queryRange(expression, range, signal));
}
