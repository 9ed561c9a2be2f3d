import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { applyFixes } from "@/lib/core/runbook/lint/apply-fixes";
import type { Runbook } from "@/lib/core/runbook/runbook";
import { walkOperations, walkSections, walkSteps } from "@/lib/core/runbook/walk";
import { type CommandLineIo, WRONG_USAGE } from "./io";
import { runbookAt, runbookPaths } from "./runbook-paths";
import { sarifOf } from "./sarif";

const HELP = `headroom lint: findings of runbooks

Usage:
  headroom lint [--fix] [--json | --sarif] PATH...    files, and folders with all Markdown below them

  --fix      makes the changes that cannot make it worse, and says what is left
  --json     one object a document: path, counts, diagnostics
  --sarif    SARIF 2.1.0, for a code host

Exit code 1 when there is an error, 0 otherwise, 2 for wrong usage.
`;

/** `headroom lint`. */
export async function lintCommand(argv: readonly string[], io: CommandLineIo): Promise<number> {
  const paths = argv.filter((word) => !word.startsWith("-"));
  const unknown = argv.find((word) => word.startsWith("-") && !options.has(word));
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
  const documents = readAll(paths, { isFixing: argv.includes("--fix"), io });
  if (documents === null) {
    return WRONG_USAGE;
  }
  io.stdout(rendered(documents, argv));
  return documents.some(({ runbook }) => runbook.diagnostics.some((finding) => finding.severity === "error")) ? 1 : 0;
}

const options = new Set(["--json", "--sarif", "--fix", "--help"]);

function rendered(documents: readonly Document[], argv: readonly string[]): string {
  if (argv.includes("--sarif")) {
    return `${JSON.stringify(sarifOf(documents), null, 2)}\n`;
  }
  return argv.includes("--json")
    ? `${JSON.stringify(documents.map(asJson), null, 2)}\n`
    : documents.map(asText).join("");
}

type Document = { readonly path: string; readonly runbook: Runbook };

function readAll(
  paths: readonly string[],
  { isFixing, io }: { readonly isFixing: boolean; readonly io: CommandLineIo },
): readonly Document[] | null {
  try {
    return runbookPaths(paths, io.cwd).map((file) => {
      if (isFixing) {
        fixFile(file, io);
      }
      return { path: path.relative(io.cwd, file), runbook: runbookAt(file) };
    });
  } catch (error) {
    io.stderr(`headroom lint: ${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}

/** Only a file that reads as text and whose lines are as they were written is changed. */
function fixFile(file: string, io: CommandLineIo): void {
  const { diagnostics } = runbookAt(file);
  const bytes = readFileSync(file);
  const source = bytes.toString("utf8");
  if (!Buffer.from(source).equals(bytes)) {
    io.stderr(`${path.relative(io.cwd, file)}: not changed, since it is not UTF-8\n`);
    return;
  }
  const { source: better, fixed } = applyFixes(source, diagnostics);
  if (fixed > 0) {
    writeFileSync(file, better);
    io.stderr(`${path.relative(io.cwd, file)}: ${fixed} fixed\n`);
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
