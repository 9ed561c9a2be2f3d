import type { ExecResult } from "just-bash";

/** The text of what a command printed, whatever shape the interpreter keeps it in. */
export function textOf(result: ExecResult): string {
  return result.stdoutKind === "bytes" || result.stdoutEncoding === "binary"
    ? Buffer.from(result.stdout, "latin1").toString("utf8")
    : result.stdout;
}
