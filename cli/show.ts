import path from "node:path";
import { accountOf } from "@/lib/core/runbook/account";
import { plainText } from "@/lib/core/runbook/markdown/plain-text";
import type { Runbook } from "@/lib/core/runbook/runbook";
import { type CommandLineIo, WRONG_USAGE } from "./io";
import { runbookAt } from "./runbook-paths";

const HELP = `headroom show: what Headroom understands of a runbook

Usage:
  headroom show --json FILE      the parsed runbook, each part with its lines
  headroom show --text FILE      every word it holds, in order
  headroom show --account FILE   what was made of each code block and why, and what the document says of itself
`;

const writers: Readonly<Record<string, (runbook: Runbook) => string>> = {
  "--json": (runbook) => `${JSON.stringify(runbook, null, 2)}\n`,
  "--text": plainText,
  "--account": (runbook) => `${accountOf(runbook).join("\n")}\n`,
};

/** `headroom show`. */
export async function showCommand(argv: readonly string[], io: CommandLineIo): Promise<number> {
  if (argv.includes("--help")) {
    io.stdout(HELP);
    return 0;
  }
  const [format, file, ...more] = argv;
  const write = writers[format ?? ""];
  if (write === undefined || file === undefined || more.length > 0) {
    io.stderr(`headroom show: say --json, --text or --account, and one file\n\n${HELP}`);
    return WRONG_USAGE;
  }
  try {
    io.stdout(write(runbookAt(path.resolve(io.cwd, file))));
    return 0;
  } catch (error) {
    io.stderr(`headroom show: ${error instanceof Error ? error.message : String(error)}\n`);
    return WRONG_USAGE;
  }
}
