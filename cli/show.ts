import path from "node:path";
import { plainText } from "@/lib/core/runbook/plain-text";
import { type CommandLineIo, WRONG_USAGE } from "./io";
import { runbookAt } from "./runbook-paths";

const HELP = `headroom show: what Headroom understands of a runbook

Usage:
  headroom show --json FILE    the parsed runbook, each part with its lines
  headroom show --text FILE    every word it holds, in order
`;

/** `headroom show`. */
export async function showCommand(argv: readonly string[], io: CommandLineIo): Promise<number> {
  if (argv.includes("--help")) {
    io.stdout(HELP);
    return 0;
  }
  const [format, file, ...more] = argv;
  if ((format !== "--json" && format !== "--text") || file === undefined || more.length > 0) {
    io.stderr(`headroom show: say --json or --text, and one file\n\n${HELP}`);
    return WRONG_USAGE;
  }
  try {
    const runbook = runbookAt(path.resolve(io.cwd, file));
    io.stdout(format === "--text" ? plainText(runbook) : `${JSON.stringify(runbook, null, 2)}\n`);
    return 0;
  } catch (error) {
    io.stderr(`headroom show: ${error instanceof Error ? error.message : String(error)}\n`);
    return WRONG_USAGE;
  }
}
