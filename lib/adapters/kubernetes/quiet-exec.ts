import "server-only";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";

const ENDING = /^command terminated with exit code \d+\n$/;

/** `kubectl exec` for a command that the script wrote without it: what kubectl says of the exit code is left out. */
export function quietExec(kubectl: NativeCommand, words: readonly string[], io: CommandIo): Promise<number> {
  const write: CommandIo["write"] = (stream, chunk) => {
    if (!(stream === "stderr" && typeof chunk === "string" && ENDING.test(chunk))) {
      io.write(stream, chunk);
    }
  };
  return kubectl.run(["exec", ...words], { ...io, write });
}
