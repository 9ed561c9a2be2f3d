import { parseArgs } from "node:util";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import { isPrinted } from "@/lib/core/runbook/parameters/parameters";
import type { ParameterSpans } from "@/lib/core/shell/parameters/render-script";
import { validateParameter } from "@/lib/core/shell/parameters/validate-parameter";

export const EXEC_HELP = `headroom exec: run one script in the sandbox, with your own kubeconfig

Usage:
  headroom exec [options] -- SCRIPT
  headroom exec [options] -- COMMAND WORD...

Options:
  --context NAME       context of the kubeconfig ($KUBECONFIG or ~/.kube/config)
  -n, --namespace NAME namespace for commands without -n
  -p, --param NAME=VALUE
                       value of <NAME> in the script, and of $NAME; may be repeated
  --prometheus URL     for promql (default $PROMETHEUS_URL)
  --timeout SECONDS    deadline (default 900)
  --artifacts FOLDER   keep the files that the script leaves; without it they end with the run
  --dry-run            print the script, its risk and its target; run nothing
  -h, --help

Output and exit code are the script's own. 2 is wrong usage, 124 the deadline, 130 Ctrl-C.
`;

export type ExecOptions = {
  readonly help: boolean;
  readonly dryRun: boolean;
  readonly context: string | undefined;
  readonly namespace: string | undefined;
  readonly prometheus: string | undefined;
  readonly timeoutMs: number;
  /** Where files that the script leaves are written; undefined: nowhere. */
  readonly artifacts: string | undefined;
  readonly script: string;
  readonly parameters: Readonly<Record<string, string>>;
};

const DEFAULT_TIMEOUT_SECONDS = 900;

/** Reads the words after `headroom exec`. The error is one sentence. */
export function readExecOptions(argv: readonly string[]): Result<ExecOptions, string> {
  const split = argv.indexOf("--");
  const options = split === -1 ? argv : argv.slice(0, split);
  const values = readFlags(options);
  if (!values.ok) {
    return values;
  }
  const { help, "dry-run": dryRun, context, namespace, prometheus, timeout, param, artifacts } = values.value;
  const parameters = readParameters(param);
  if (!parameters.ok) {
    return parameters;
  }
  const seconds = Number(timeout ?? DEFAULT_TIMEOUT_SECONDS);
  if (!(seconds > 0)) {
    return failed(`--timeout ${timeout}: a number of seconds`);
  }
  const script = scriptOf(split === -1 ? [] : argv.slice(split + 1));
  if (script === "" && !help) {
    return failed("no script: write it after --");
  }
  const timeoutMs = seconds * 1000;
  const place = { context, namespace, prometheus, artifacts };
  return ok({ help, dryRun, ...place, timeoutMs, script, parameters: parameters.value });
}

function readFlags(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        context: { type: "string" },
        namespace: { type: "string", short: "n" },
        param: { type: "string", short: "p", multiple: true, default: [] },
        prometheus: { type: "string" },
        timeout: { type: "string" },
        artifacts: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return ok(values);
  } catch (error) {
    if (error instanceof TypeError) {
      return failed(error.message);
    }
    throw error;
  }
}

function readParameters(written: readonly string[]): Result<Record<string, string>, string> {
  const parameters: Record<string, string> = {};
  for (const pair of written) {
    const at = pair.indexOf("=");
    if (at < 1) {
      return failed(`--param ${pair}: write NAME=VALUE`);
    }
    const name = pair.slice(0, at);
    const value = pair.slice(at + 1);
    const problem = validateParameter("free", value);
    if (problem !== null) {
      return failed(`--param ${name}: ${problem}`);
    }
    parameters[name] = value;
  }
  return ok(parameters);
}

/** One word is a script; several are one command, each word as it is. */
function scriptOf(words: readonly string[]): string {
  const [only, ...more] = words;
  return more.length === 0
    ? (only ?? "").trim()
    : words.map((word) => (/^[\w./:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}

/** Where `<name>` stands in the script, for each name. */
export function writtenParameters(script: string): readonly ParameterSpans[] {
  const spans = new Map<string, { start: number; end: number }[]>();
  for (const found of script.matchAll(/(?<!\(\?)<([A-Za-z][\w-]*)>/g)) {
    const name = found[1] ?? "";
    if (isPrinted(name)) {
      continue;
    }
    const span = { start: found.index, end: found.index + found[0].length };
    spans.set(name, [...(spans.get(name) ?? []), span]);
  }
  return [...spans].map(([name, places]) => ({ name, spans: places }));
}
