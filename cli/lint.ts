import path from "node:path";
import type { Runbook } from "@/lib/core/runbook/runbook";
import { walkOperations, walkSections, walkSteps } from "@/lib/core/runbook/walk";
import { type CommandLineIo, WRONG_USAGE } from "./io";
import { runbookAt, runbookPaths } from "./runbook-paths";

const HELP = `headroom lint: findings of runbooks

Usage:
  headroom lint [--json] PATH...    files, and folders with all Markdown below them

Exit code 1 when there is an error, 0 otherwise. --json gives one object a document: path, counts, diagnostics.
`;

/** `headroom lint`. */
export async function lintCommand(argv: readonly string[], io: CommandLineIo): Promise<number> {
  const paths = argv.filter((word) => !word.startsWith("-"));
  const unknown = argv.find((word) => word.startsWith("-") && word !== "--json" && word !== "--help");
  if (argv.includes("--help")) {
    io.stdout(HELP);
    return 0;
  }
  if (unknown !== undefined || paths.length === 0) {
    io.stderr(
      `headroom lint: ${unknown === undefined ? "name a file or a folder" : `${unknown} is not an option`}\n\n${HELP}`,
    );
    return WRONG_USAGE;
  }
  const documents = readAll(paths, io);
  if (documents === null) {
    return WRONG_USAGE;
  }
  io.stdout(
    argv.includes("--json") ? `${JSON.stringify(documents.map(asJson), null, 2)}\n` : documents.map(asText).join(""),
  );
  return documents.some(({ runbook }) => runbook.diagnostics.some((finding) => finding.severity === "error")) ? 1 : 0;
}

type Document = { readonly path: string; readonly runbook: Runbook };

function readAll(paths: readonly string[], io: CommandLineIo): readonly Document[] | null {
  try {
    return runbookPaths(paths, io.cwd).map((file) => ({ path: path.relative(io.cwd, file), runbook: runbookAt(file) }));
  } catch (error) {
    io.stderr(`headroom lint: ${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}

function asJson({ path: file, runbook }: Document) {
  const operations = [...walkOperations(runbook)].map(({ operation }) => operation);
  const counts = {
    sections: [...walkSections(runbook.sections)].length,
    steps: [...walkSteps(runbook)].length,
    operations: operations.length,
    native: operations.filter((operation) => operation.mode.value === "native").length,
    parameters: runbook.parameters.length,
    errors: runbook.diagnostics.filter((finding) => finding.severity === "error").length,
    warnings: runbook.diagnostics.filter((finding) => finding.severity === "warning").length,
  };
  return { path: file, title: runbook.title, counts, diagnostics: runbook.diagnostics };
}

function asText({ path: file, runbook }: Document): string {
  return runbook.diagnostics
    .map(({ lines, severity, rule, message }) => `${file}:${lines.start}: ${severity}: ${message} (${rule})\n`)
    .join("");
}
