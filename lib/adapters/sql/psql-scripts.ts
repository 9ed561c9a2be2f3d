import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import type { PsqlInput, PsqlOptions } from "./psql-flags";
import { type SqlItem, splitSql } from "./split-sql";

/** The statements of one `-c`, of a file or of standard input. */
export type Script = {
  readonly items: readonly SqlItem[];
  readonly isCommand: boolean;
  /** How errors name the file; null when they do not. */
  readonly prefix: string | null;
};

/** What the flags ask to be run, in order. The error is psql's sentence. */
export function scriptsOf(options: PsqlOptions, stdin: string): Result<readonly Script[], string> {
  if (options.isList) {
    return ok([{ items: [{ kind: "meta", text: "\\l", line: 1 }], isCommand: true, prefix: null }]);
  }
  const ofStdin = (prefix: string | null): Script => ({
    items: splitSql(stdin, options.variables),
    isCommand: false,
    prefix,
  });
  if (options.inputs.length === 0) {
    return stdin === ""
      ? failed("an interactive session needs a terminal: give statements with -c")
      : ok([ofStdin(null)]);
  }
  const missing = options.inputs.find((input) => input.kind === "file" && input.name !== "-");
  return missing?.kind === "file"
    ? failed(`${missing.name}: No such file or directory`)
    : ok(options.inputs.map((input) => (input.kind === "command" ? scriptOf(input) : ofStdin("<stdin>"))));
}

/** One `-c`: SQL, which goes to the server whole, or one backslash command. */
function scriptOf({ text }: Extract<PsqlInput, { kind: "command" }>): Script {
  const kind = text.trimStart().startsWith("\\") ? "meta" : "sql";
  return { items: [{ kind, text: text.trim(), line: 1 }], isCommand: true, prefix: null };
}
