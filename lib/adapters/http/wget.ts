import "server-only";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { CurlFailure, curlFailureOf } from "./curl-failure";
import type { CurlOptions } from "./curl-flags";
import { followed, urlOf } from "./curl-follow";
import type { Received } from "./curl-write-out";
import type { CurlSettings } from "./host-verdict";
import { readWgetFlags, type WgetOptions } from "./wget-flags";
import { createWgetLog, type WgetLog } from "./wget-log";

type Settings = CurlSettings & { now(): Date };
type Call = {
  readonly options: WgetOptions;
  readonly io: CommandIo;
  readonly settings: Settings;
  readonly log: WgetLog;
};

const USAGE = "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n";

/**
 * wget for the flags that runbooks use, on the same exchange and under the same rules as curl: one attempt for each URL,
 * without the line of progress. Exit codes are wget's, and 126 for what is refused.
 */
export function wgetCommand(settings: Settings): NativeCommand {
  return {
    name: "wget",
    run: async (argv, io) => {
      const read = readWgetFlags(argv);
      if (!read.ok) {
        io.write("stderr", `wget: unrecognized option '${read.error}'\n${USAGE}`);
        return 2;
      }
      const options = read.value;
      if (options.urls.length === 0) {
        io.write("stderr", `wget: missing URL\n${USAGE}`);
        return 1;
      }
      let exitCode = 0;
      for (const url of options.urls) {
        const log = createWgetLog({ options, io, now: settings.now });
        exitCode = (await fetched(url, { options, io, settings, log })) || exitCode;
      }
      return exitCode;
    },
  };
}

async function fetched(address: string, call: Call): Promise<number> {
  const { options, io, log } = call;
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), options.timeoutMs ?? 2 ** 31 - 1);
  try {
    const url = urlOf(address);
    log.begins();
    const pieces: Uint8Array[] = [];
    const file = options.isSpider ? null : (options.output ?? nameOf(url));
    const put = (chunk: string | Uint8Array) =>
      file === "-" ? io.write("stdout", chunk) : void pieces.push(Buffer.from(chunk));
    const received = await asked(url, { ...call, put, signal: AbortSignal.any([io.signal, timeout.signal]) });
    if (file !== null && file !== "-" && file !== "/dev/null") {
      await io.writeFile(file, Buffer.concat(pieces));
    }
    log.ends(received, file);
    return 0;
  } catch (error) {
    if (io.signal.aborted) {
      return 130;
    }
    return failed(curlFailureOf(error, { address, elapsedMs: 0, isTimedOut: timeout.signal.aborted }), address, call);
  } finally {
    clearTimeout(timer);
  }
}

type Asking = Call & { readonly signal: AbortSignal; put(chunk: string | Uint8Array): void };

/** Sends the login when the server asks for one, as wget does. */
async function asked(url: URL, call: Asking): Promise<Received> {
  const { options, io, settings, signal, put, log } = call;
  const send = (headers: WgetOptions["headers"]) =>
    followed(url, { options: { ...requestOf(options), headers }, io, settings, signal, put, onHead: log.head });
  try {
    return await send(options.headers);
  } catch (error) {
    const isAsked = error instanceof CurlFailure && error.received?.response.statusCode === 401;
    if (!isAsked || !options.login) {
      throw error;
    }
    const { user, password } = options.login;
    const pair = Buffer.from(`${user}:${password}`).toString("base64");
    return send([...options.headers, ["Authorization", `Basic ${pair}`]]);
  }
}

function requestOf({ method, body, isSpider, isInsecure, keepsErrors, caFile, timeoutMs }: WgetOptions): CurlOptions {
  const flags: CurlOptions["flags"] = new Set([
    "location",
    ...(isInsecure ? (["insecure"] as const) : []),
    ...(keepsErrors ? [] : (["fail"] as const)),
  ]);
  return {
    urls: [],
    headers: [],
    method: isSpider ? "HEAD" : method,
    body: body === undefined ? null : [body],
    flags,
    maxTimeMs: undefined,
    connectTimeoutMs: timeoutMs,
    writeOut: undefined,
    retry: { count: 0, delayMs: undefined, maxTimeMs: undefined, afterRefusal: false, afterAnyError: false },
    resolve: [],
    maxRedirects: 20,
    caFile,
    output: null,
    headsTo: null,
    warning: "",
  };
}

function nameOf({ pathname, search }: URL): string {
  return `${pathname.split("/").at(-1) || "index.html"}${search}`;
}

const exitCodes: ReadonlyMap<number, number> = new Map([
  [126, 126],
  [1, 1],
  [3, 1],
  [22, 8],
  [47, 8],
  [60, 5],
  [77, 5],
  [23, 3],
]);
const NETWORK_FAILURE = 4;

function failed(failure: CurlFailure, address: string, { io, log }: Call): number {
  const { exitCode, message, received } = failure;
  const url = URL.parse(address) ?? URL.parse(`http://${address}`);
  if (exitCode === 126) {
    io.write("stderr", `wget: ${message}\n`);
  } else if (received && exitCode === 22) {
    log.refused(received, address);
  } else if (url) {
    log.breaks(failure, url);
  }
  return exitCodes.get(exitCode) ?? NETWORK_FAILURE;
}
