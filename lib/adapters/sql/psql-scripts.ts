import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import type { CommandIo } from "@/lib/core/shell/command";
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
export async function scriptsOf(options: PsqlOptions, io: Sources): Promise<Result<readonly Script[], string>> {
  if (options.isList) {
    return ok([{ items: [{ kind: "meta", text: "\\l", line: 1 }], isCommand: true, prefix: null }]);
  }
  if (options.inputs.length === 0) {
    return io.stdin === ""
      ? failed("an interactive session needs a terminal: give statements with -c")
      : ok([ofText(io.stdin, options, null)]);
  }
  const scripts: Script[] = [];
  for (const input of options.inputs) {
    const script = input.kind === "command" ? scriptOf(input) : await scriptOfFile(input.name, options, io);
    if (script === null) {
      return failed(`${"name" in input ? input.name : ""}: No such file or directory`);
    }
    scripts.push(script);
  }
  return ok(scripts);
}

type Sources = Pick<CommandIo, "stdin" | "readFile">;

async function scriptOfFile(name: string, options: PsqlOptions, { stdin, readFile }: Sources): Promise<Script | null> {
  if (name === "-") {
    return ofText(stdin, options, "<stdin>");
  }
  const bytes = await readFile(name);
  return bytes === null ? null : ofText(new TextDecoder().decode(bytes), options, name);
}

function ofText(text: string, { variables }: PsqlOptions, prefix: string | null): Script {
  return { items: splitSql(text, variables), isCommand: false, prefix };
}

/** One `-c`: SQL, which goes to the server whole, or one backslash command. */
function scriptOf({ text }: Extract<PsqlInput, { kind: "command" }>): Script {
  const kind = text.trimStart().startsWith("\\") ? "meta" : "sql";
  return { items: [{ kind, text: text.trim(), line: 1 }], isCommand: true, prefix: null };
}
