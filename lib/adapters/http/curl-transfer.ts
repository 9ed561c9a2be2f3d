import "server-only";
import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/core/kernel/app-error";
import type { CommandIo } from "@/lib/core/shell/command";
import { CurlFailure, curlFailureOf } from "./curl-failure";
import type { CurlOptions } from "./curl-flags";
import { followed, urlOf } from "./curl-follow";
import { headText } from "./curl-receive";
import type { Received } from "./curl-write-out";
import type { CurlSettings } from "./host-verdict";

/** One curl of a run. */
export type CurlCall = { readonly options: CurlOptions; readonly io: CommandIo; readonly settings: CurlSettings };

/** How one attempt ended; `received` is what had come until then. */
export type Attempted = {
  readonly exitCode: number;
  readonly failure: CurlFailure | null;
  readonly received: Received | null;
};

/** Asks for one address once and hands the answer over. Tells of a failure on stderr, as far as `-s` lets. */
export async function transfer(address: string, call: CurlCall): Promise<Attempted> {
  const { options, io } = call;
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), options.maxTimeMs ?? 2 ** 31 - 1);
  const startedAt = performance.now();
  try {
    const signal = AbortSignal.any([io.signal, timeout.signal]);
    const received = await intoPlace(address, { ...call, signal });
    return { exitCode: 0, failure: null, received: { ...received, elapsedMs: performance.now() - startedAt } };
  } catch (error) {
    if (io.signal.aborted) {
      return { exitCode: 130, failure: null, received: null };
    }
    const elapsedMs = Math.round(performance.now() - startedAt);
    const failure = curlFailureOf(error, { address, elapsedMs, isTimedOut: timeout.signal.aborted });
    complain(failure, call);
    return { exitCode: failure.exitCode, failure, received: failure.received };
  } finally {
    clearTimeout(timer);
  }
}

async function intoPlace(address: string, call: CurlCall & { readonly signal: AbortSignal }): Promise<Received> {
  const { options, io, settings } = call;
  const file = fileOf(address, options);
  if (file === "") {
    throw new CurlFailure(23, "Remote file name has no length!");
  }
  const pieces: Uint8Array[] = [];
  const puts = {
    stdout: (chunk: string | Uint8Array) => io.write("stdout", chunk),
    file: (chunk: string | Uint8Array) => void pieces.push(Buffer.from(chunk)),
    nowhere: () => undefined,
  };
  const put = puts[file === null ? "stdout" : file === "/dev/null" ? "nowhere" : "file"];
  const heads: string[] = [];
  const onHead = (response: IncomingMessage) => {
    heads.push(headText(response));
    io.write("stdout", options.headsTo === "-" ? headText(response) : "");
  };
  const received = await followed(urlOf(address), { ...call, settings, put, onHead });
  if (options.headsTo !== null && !["-", "/dev/null"].includes(options.headsTo)) {
    await saved(options.headsTo, Buffer.from(heads.join("")), io);
  }
  if (file !== null && file !== "/dev/null") {
    await saved(file, Buffer.concat(pieces), io);
  }
  return received;
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

function complain({ exitCode, message }: CurlFailure, { options, io }: CurlCall): void {
  if (!options.flags.has("silent") || options.flags.has("show-error") || exitCode === 126) {
    io.write("stderr", `curl: ${exitCode === 126 ? "" : `(${exitCode}) `}${message}\n`);
  }
}
