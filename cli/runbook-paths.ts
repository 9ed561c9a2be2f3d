import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseRunbook, proseRunbook } from "@/lib/core/runbook/parse-runbook";
import type { Runbook } from "@/lib/core/runbook/runbook";

const MARKDOWN = /\.(?:md|markdown)$/i;

/** The Markdown files that paths name: a file itself, a folder with all below it. Throws when a path does not exist. */
export function runbookPaths(paths: readonly string[], cwd: string): readonly string[] {
  return paths.flatMap((given) => {
    const full = path.resolve(cwd, given);
    if (!statSync(full).isDirectory()) {
      return [full];
    }
    return readdirSync(full, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && MARKDOWN.test(entry.name) && !entry.parentPath.includes("node_modules"))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
  });
}

/** Reads and understands one file; what is no text is a runbook that says so. */
export function runbookAt(file: string): Runbook {
  const bytes = readFileSync(file);
  if (
    bytes.subarray(0, 8192).includes(0) &&
    bytes
      .subarray(0, 8192)
      .toString("latin1")
      .replace(/[\t\n\r\x20-\x7e]/g, "").length > 2000
  ) {
    return proseRunbook({ source: "", path: file, message: "a binary file, not Markdown" });
  }
  const world = { hasFile: (name: string) => existsSync(path.resolve(path.dirname(file), name)), today: new Date() };
  return parseRunbook({ source: bytes.toString("utf8"), path: file, world });
}
