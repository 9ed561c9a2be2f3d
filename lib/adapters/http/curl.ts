import "server-only";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { namedFiles } from "./curl-data";
import { readCurlFlags } from "./curl-flags";
import { retried } from "./curl-retry";
import type { Attempted, CurlCall } from "./curl-transfer";
import { writtenOut } from "./curl-write-out";
import type { CurlSettings } from "./host-verdict";

/**
 * curl for the flags that runbooks use, with curl's own texts and exit codes. What is not allowed ends with 126 and the
 * sentence of `allow`; a change beyond the grant's ceiling too.
 */
export function curlCommand(settings: CurlSettings): NativeCommand {
  return {
    name: "curl",
    run: async (argv, io) => {
      const read = readCurlFlags(argv, { stdin: io.stdin, files: await sentFiles(argv, io) });
      if (!read.ok) {
        io.write("stderr", read.error);
        return 2;
      }
      const options = read.value;
      io.write("stderr", options.warning);
      if (options.urls.length === 0) {
        io.write("stderr", "curl: (2) no URL specified\n");
        return 2;
      }
      let exitCode = 0;
      for (const url of options.urls) {
        const attempted = await retried(url, { options, io, settings });
        writeOut(attempted, { options, io });
        exitCode = attempted.exitCode;
      }
      return exitCode;
    },
  };
}

async function sentFiles(argv: readonly string[], io: CommandIo): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const name of namedFiles(argv)) {
    const bytes = await io.readFile(name);
    if (bytes !== null) {
      files.set(name, Buffer.from(bytes).toString("utf8"));
    }
  }
  return files;
}

function writeOut({ received, exitCode }: Attempted, { options, io }: Omit<CurlCall, "settings">): void {
  if (options.writeOut !== undefined && exitCode !== 130) {
    const { text, unknown } = writtenOut(options.writeOut, { received, exitCode });
    io.write("stdout", text);
    io.write("stderr", unknown.map((name) => `curl: unknown --write-out variable: '${name}'\n`).join(""));
  }
}
