import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";
import type { Series } from "@/lib/core/metrics/series";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import type { PrometheusClient } from "./client";

type Options = { client(): PrometheusClient; now(): Date };

/**
 * `promql 'EXPRESSION'` prints a table of series and values. Comments and several expressions (one a line) are
 * allowed, as runbooks write them. A bad expression or an unreachable Prometheus is exit code 1 and a sentence.
 */
export function promqlCommand({ client, now }: Options): NativeCommand {
  return {
    name: "promql",
    run: async (argv, io) => {
      const expressions = splitExpressions(argv.join(" "));
      if (expressions.length === 0) {
        io.write("stderr", "promql: give an expression: promql 'up'\n");
        return 2;
      }
      let exitCode = 0;
      for (const expression of expressions) {
        exitCode = Math.max(exitCode, await runOne(expression, { client, now }, io));
      }
      return exitCode;
    },
  };
}

async function runOne(expression: string, { client, now }: Options, io: CommandIo): Promise<number> {
  try {
    const series = await client().query(expression, { atSeconds: now().getTime() / 1000, signal: io.signal });
    io.write("stdout", `# ${expression}\n${seriesTable(series)}`);
    return 0;
  } catch (error) {
    if (error instanceof AppError) {
      io.write("stderr", `promql: ${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

/** A line that closes no bracket or ends in an operator goes on in the next one. */
function splitExpressions(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.replace(/^\s*#.*$/, "").trim());
  const expressions: string[] = [];
  let open = "";
  for (const line of lines.filter((line) => line !== "")) {
    open = open === "" ? line : `${open} ${line}`;
    if (isComplete(open)) {
      expressions.push(open);
      open = "";
    }
  }
  return open === "" ? expressions : [...expressions, open];
}

function isComplete(text: string): boolean {
  const plain = text.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, "");
  const depth = [...plain].reduce(
    (sum, letter) => sum + ("({[".includes(letter) ? 1 : ")}]".includes(letter) ? -1 : 0),
    0,
  );
  return depth <= 0 && !/(?:[-+*/%^<>=]|\b(?:and|or|unless|by|without|on|ignoring))$/.test(plain);
}

function seriesTable(series: readonly Series[]): string {
  if (series.length === 0) {
    return "no series matched (a comparison that is false, or no data)\n";
  }
  const rows = series.map(({ labels, samples }) => [labelText(labels), String(samples.at(-1)?.value ?? "")] as const);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join("");
}

function labelText({ __name__: name = "", ...labels }: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 && name !== ""
    ? name
    : `${name}{${pairs.map(([key, value]) => `${key}="${value}"`).join(", ")}}`;
}
