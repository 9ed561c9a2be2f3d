import { brandId } from "@/lib/core/kernel/ids";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import type { Grant } from "@/lib/core/shell/grant";

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
      runId: brandId("run"),
      actor: { kind: "system", name: "test" },
      ceiling: given.ceiling,
      clusters: [],
      execs: [],
      endpoints: [],
    },
    signal: given.signal ?? new AbortController().signal,
    write: (stream, text) => {
      output[stream] += String(text);
      given.onWrite?.();
    },
  });
  return { exitCode, ...output };
}
