import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { singleQuoted } from "@/lib/core/shell/parameters/single-quoted";

/** Runs what the shell itself has for a program. */
export function original(name: string, argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  return context.origCommand ? context.origCommand(argv) : nested([name, ...argv], context);
}

type Nested = {
  readonly stdin?: string;
  /** What stands before the program: values of variables, quoted. */
  readonly before?: string;
};

/** Runs a program with its words, whoever supplies it. */
export function nested(
  argv: readonly string[],
  context: ResolvedCommandContext,
  options: Nested = {},
): Promise<ExecResult> {
  const [program = "true", ...args] = argv;
  return context.exec
    ? context.exec(`${options.before ?? ""}${singleQuoted(program)}`, {
        cwd: context.cwd,
        args,
        stdin: options.stdin ?? String(context.stdin),
        stdinKind: "bytes",
        ...(context.signal && { signal: context.signal }),
      })
    : Promise.resolve({ stdout: "", stderr: "", exitCode: 127 });
}

/** A file's text; null when there is none. */
export async function readIfThere(name: string, context: ResolvedCommandContext, encoding: "binary" | "utf8") {
  const path = context.fs.resolvePath(context.cwd, name);
  return (await context.fs.exists(path)) ? context.fs.readFile(path, encoding) : null;
}
