import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { namedFiles } from "./curl-data";
import { CurlFailure, curlFailureOf } from "./curl-failure";
import { type CurlOptions, readCurlFlags } from "./curl-flags";
import { type Allow, followed, urlOf } from "./curl-follow";
import { type Received, writtenOut } from "./curl-write-out";

export type CurlSettings = { readonly allow: Allow };

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
      if (options.urls.length === 0) {
        io.write("stderr", "curl: (2) no URL specified\n");
        return 2;
      }
      let exitCode = 0;
      for (const url of options.urls) {
        exitCode = await transfer(url, { options, io, settings });
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

type Call = { readonly options: CurlOptions; readonly io: CommandIo; readonly settings: CurlSettings };

async function transfer(address: string, outer: Call): Promise<number> {
  const { options, io } = outer;
  const file = fileOf(address, options);
  if (file === "") {
    return complain(new CurlFailure(23, "Remote file name has no length!"), outer);
  }
  const pieces: Uint8Array[] = [];
  const puts = {
    stdout: (chunk: string | Uint8Array) => io.write("stdout", chunk),
    file: (chunk: string | Uint8Array) => void pieces.push(Buffer.from(chunk)),
    nowhere: () => undefined,
  };
  const call = {
    ...outer,
    allow: outer.settings.allow,
    put: puts[file === null ? "stdout" : file === "/dev/null" ? "nowhere" : "file"],
  };
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), options.maxTimeMs ?? 2 ** 31 - 1);
  const startedAt = performance.now();
  try {
    const received = await followed(urlOf(address), { ...call, signal: AbortSignal.any([io.signal, timeout.signal]) });
    if (file !== null && file !== "/dev/null") {
      await saved(file, Buffer.concat(pieces), io);
    }
    const elapsedMs = performance.now() - startedAt;
    writeOut({ ...received, elapsedMs }, 0, call);
    return 0;
  } catch (error) {
    if (io.signal.aborted) {
      return 130;
    }
    const elapsedMs = Math.round(performance.now() - startedAt);
    const failure = curlFailureOf(error, { address, elapsedMs, isTimedOut: timeout.signal.aborted });
    return complain(failure, call);
  } finally {
    clearTimeout(timer);
  }
}

/** Where the body goes: `-o FILE`, or with `-O` the last part of the URL's path. */
function fileOf(address: string, { output, flags }: CurlOptions): string | null {
  const isNamed = flags.has("remote-name") && URL.canParse(address, "http://localhost/");
  if (output !== null || !isNamed) {
    return output;
  }
  return new URL(address, "http://localhost/").pathname.split("/").at(-1) ?? "";
}

async function saved(file: string, bytes: Uint8Array, io: CommandIo): Promise<void> {
  try {
    await io.writeFile(file, bytes);
  } catch (error) {
    if (error instanceof AppError) {
      throw new CurlFailure(23, `Failure writing output to destination: ${error.message}`);
    }
    throw error;
  }
}

function complain({ exitCode, message, received }: CurlFailure, { options, io }: Call): number {
  writeOut(received, exitCode, { options, io });
  if (!options.flags.has("silent") || options.flags.has("show-error") || exitCode === 126) {
    io.write("stderr", `curl: ${exitCode === 126 ? "" : `(${exitCode}) `}${message}\n`);
  }
  return exitCode;
}

function writeOut(received: Received | null, exitCode: number, { options, io }: Omit<Call, "settings">): void {
  if (options.writeOut !== undefined) {
    const { text, unknown } = writtenOut(options.writeOut, { received, exitCode });
    io.write("stdout", text);
    io.write("stderr", unknown.map((name) => `curl: unknown --write-out variable: '${name}'\n`).join(""));
  }
}
