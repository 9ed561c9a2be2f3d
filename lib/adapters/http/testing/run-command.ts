import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import type { Grant } from "@/lib/core/shell/grant";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";

type Given = Partial<Pick<CommandIo, "stdin" | "readFile" | "writeFile" | "signal">> & {
  readonly ceiling: Grant["ceiling"];
  onWrite?(): void;
};

/** Runs a native command that is granted a ceiling and nothing else, and gives what it printed. */
export async function runCommand(command: NativeCommand, argv: readonly string[], given: Given) {
  const output = { stdout: "", stderr: "" };
  const exitCode = await command.run(argv, {
    stdin: given.stdin ?? "",
    readFile: given.readFile ?? (async () => null),
    writeFile: given.writeFile ?? (async () => undefined),
    env: {},
    grant: {
      ...bareGrant,
      ceiling: given.ceiling,
    },
    signal: given.signal ?? new AbortController().signal,
    write: (stream, text) => {
      output[stream] += String(text);
      given.onWrite?.();
    },
  });
  return { exitCode, ...output };
}
