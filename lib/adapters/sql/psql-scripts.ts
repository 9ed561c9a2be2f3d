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
export async function scriptsOf(
  options: PsqlOptions,
  { stdin, readFile }: Pick<CommandIo, "stdin" | "readFile">,
): Promise<Result<readonly Script[], string>> {
  if (options.isList) {
    return ok([{ items: [{ kind: "meta", text: "\\l", line: 1 }], isCommand: true, prefix: null }]);
  }
  if (options.inputs.length === 0) {
    return stdin === ""
      ? failed("an interactive session needs a terminal: give statements with -c")
      : ok([ofText(stdin, options, null)]);
  }
  const scripts: Script[] = [];
  for (const input of options.inputs) {
    if (input.kind === "command") {
      scripts.push(scriptOf(input));
      continue;
    }
    const isStdin = input.name === "-";
    const text = isStdin ? stdin : await fileText(input.name, readFile);
    if (text === null) {
      return failed(`${input.name}: No such file or directory`);
    }
    scripts.push(ofText(text, options, isStdin ? "<stdin>" : input.name));
  }
  return ok(scripts);
}

async function fileText(name: string, readFile: CommandIo["readFile"]): Promise<string | null> {
  const bytes = await readFile(name);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

function ofText(text: string, { variables }: PsqlOptions, prefix: string | null): Script {
  return { items: splitSql(text, variables), isCommand: false, prefix };
}

/** One `-c`: SQL, which goes to the server whole, or one backslash command. */
function scriptOf({ text }: Extract<PsqlInput, { kind: "command" }>): Script {
  const kind = text.trimStart().startsWith("\\") ? "meta" : "sql";
  return { items: [{ kind, text: text.trim(), line: 1 }], isCommand: true, prefix: null };
}
