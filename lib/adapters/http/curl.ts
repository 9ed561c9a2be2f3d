import "server-only";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { AppError } from "@/lib/core/kernel/app-error";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { CurlFailure, curlFailureOf } from "./curl-failure";
import { type CurlOptions, namedFiles, readCurlFlags } from "./curl-flags";
import { type Received, writtenOut } from "./curl-write-out";
import { exchange } from "./exchange";

export type HostVerdict =
  | {
      readonly ok: true;
      /** The operator listed this host, so an address of the own network is meant. */
      readonly isInwardAllowed?: boolean;
      /** Where that host really is; its path stands before the path asked for. */
      readonly address?: URL;
      /** Opens the connection instead of the network: a port of this run's own. Throws when it cannot. */
      readonly through?: (io: CommandIo) => Promise<Duplex>;
    }
  | { readonly ok: false; readonly sentence: string };

export type CurlSettings = {
  /** Asked for every URL, redirects included. */
  allow(url: URL): HostVerdict;
};

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_REDIRECTS = 50;

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
/** `put` takes the head and the body: for standard output, a file, or nobody. */
type Transfer = Call & { put(chunk: string | Uint8Array): void };

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
  const call = { ...outer, put: puts[file === null ? "stdout" : file === "/dev/null" ? "nowhere" : "file"] };
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

function urlOf(address: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) {
    throw new CurlFailure(3, "URL using bad/illegal format or missing URL");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new CurlFailure(1, `Protocol "${url.protocol.slice(0, -1)}" not supported`);
  }
  return url;
}

type Sending = {
  readonly url: URL;
  readonly method: string;
  readonly body: string | undefined;
  readonly headers: CurlOptions["headers"];
};

async function followed(first: URL, call: Transfer & { readonly signal: AbortSignal }): Promise<Received> {
  const { options } = call;
  let sending = firstSending(first, options);
  for (let redirects = 0; ; redirects += 1) {
    const response = await send(sending, call);
    const { statusCode = 0 } = response;
    const { location } = response.headers;
    const isFollowed = options.flags.has("location") && statusCode >= 300 && statusCode < 400 && location !== undefined;
    if (!isFollowed) {
      return received(response, { ...call, sending, redirects });
    }
    if (redirects === MAX_REDIRECTS) {
      response.destroy();
      throw new CurlFailure(47, `Maximum (${MAX_REDIRECTS}) redirects followed`);
    }
    response.resume();
    sending = redirected(sending, { location, statusCode, isMethodGiven: options.method !== undefined });
  }
}

function firstSending(first: URL, { method, body, headers, flags }: CurlOptions): Sending {
  const url = new URL(first);
  const text = body?.join("&");
  if (text !== undefined && flags.has("get")) {
    url.search = url.search === "" ? text : `${url.search}&${text}`;
  }
  const sent = flags.has("get") ? undefined : text;
  const usual = flags.has("head") ? "HEAD" : sent === undefined ? "GET" : "POST";
  return { url, method: (method ?? usual).toUpperCase(), body: sent, headers };
}

type Redirect = { readonly location: string; readonly statusCode: number; readonly isMethodGiven: boolean };

/** Like browsers, a POST that is moved becomes a GET; a method of `-X` stays, without its body. */
function redirected(from: Sending, to: Redirect): Sending {
  const url = urlOf(new URL(to.location, from.url).href);
  const isSeeOther = to.statusCode === 303 || (to.statusCode < 303 && from.method === "POST");
  const isOtherHost = url.host !== from.url.host;
  return {
    url,
    method: isSeeOther && from.method !== "HEAD" && !to.isMethodGiven ? "GET" : from.method,
    body: isSeeOther ? undefined : from.body,
    headers: isOtherHost ? from.headers.filter(([name]) => !/^(authorization|cookie)$/i.test(name)) : from.headers,
  };
}

async function send(sending: Sending, call: Transfer & { readonly signal: AbortSignal }): Promise<IncomingMessage> {
  const { options, io, settings, signal } = call;
  const { url, method } = sending;
  const verdict = settings.allow(url);
  if (!verdict.ok) {
    throw new CurlFailure(126, verdict.sentence);
  }
  const risk = method === "DELETE" ? "destructive" : method === "GET" || method === "HEAD" ? "read" : "change";
  const harm = ["read", "change", "destructive"];
  if (harm.indexOf(risk) > harm.indexOf(io.grant.ceiling)) {
    throw new CurlFailure(126, `refused: ${method} is a ${risk} operation and this run may only ${io.grant.ceiling}`);
  }
  if (options.flags.has("verbose")) {
    io.write("stderr", `> ${method} ${url.pathname}${url.search} HTTP/1.1\n> Host: ${url.host}\n>\n`);
  }
  const response = await exchange({
    ...sending,
    url: verdict.address ? placed(url, verdict.address) : url,
    isInsecure: options.flags.has("insecure"),
    isInwardAllowed: verdict.isInwardAllowed === true,
    connectTimeoutMs: options.connectTimeoutMs,
    signal,
    ...(verdict.through && { stream: await opened(verdict.through, io) }),
  });
  writeHead(response, call);
  return response;
}

async function opened(through: (io: CommandIo) => Promise<Duplex>, io: CommandIo): Promise<Duplex> {
  try {
    return await through(io);
  } catch (error) {
    if (error instanceof Error && !io.signal.aborted) {
      throw new CurlFailure(7, error.message);
    }
    throw error;
  }
}

/** A URL as it is asked of the host's real address. */
function placed(url: URL, address: URL): URL {
  const real = new URL(address);
  real.pathname = address.pathname.replace(/\/$/, "") + url.pathname;
  real.search = url.search;
  return real;
}

function writeHead(response: IncomingMessage, { options, io, put }: Transfer): void {
  const lines = [`HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage ?? ""}`];
  for (let index = 0; index < response.rawHeaders.length; index += 2) {
    lines.push(`${response.rawHeaders[index]}: ${response.rawHeaders[index + 1]}`);
  }
  if (options.flags.has("include") || options.flags.has("head")) {
    put(
      lines
        .map((line) => `${line}\r\n`)
        .join("")
        .concat("\r\n"),
    );
  }
  if (options.flags.has("verbose")) {
    io.write(
      "stderr",
      lines
        .map((line) => `< ${line}\n`)
        .join("")
        .concat("<\n"),
    );
  }
}

async function received(
  response: IncomingMessage,
  call: Transfer & { readonly sending: Sending; readonly redirects: number; readonly signal: AbortSignal },
): Promise<Received> {
  const { options, put, sending, redirects, signal } = call;
  const { statusCode = 0 } = response;
  const { url, method, body = "" } = sending;
  const sent = { url, method, sentBytes: Buffer.byteLength(body) };
  if (options.flags.has("fail") && statusCode >= 400) {
    response.destroy();
    const soFar = { ...sent, response, bytes: 0, redirects, elapsedMs: 0 };
    throw new CurlFailure(22, `The requested URL returned error: ${statusCode}`, soFar);
  }
  let bytes = 0;
  for await (const piece of wholeBody(response, signal)) {
    bytes += piece.length;
    if (bytes > MAX_BYTES) {
      response.destroy();
      throw new CurlFailure(63, "Maximum file size exceeded");
    }
    put(piece);
  }
  return { ...sent, response, bytes, redirects, elapsedMs: 0 };
}

/** The body piece by piece; one that ends before its length is curl's error 18. */
async function* wholeBody(response: IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let left = Number(response.headers["content-length"] ?? Number.NaN);
  try {
    for await (const piece of response) {
      left -= Buffer.byteLength(piece);
      yield Buffer.from(piece);
    }
  } catch (error) {
    const isCut = error instanceof Error && "code" in error && error.code === "ECONNRESET";
    if (!isCut || signal.aborted) {
      throw error;
    }
    const what = Number.isNaN(left) ? "outstanding read data remaining" : `${left} bytes remaining to read`;
    throw new CurlFailure(18, `transfer closed with ${what}`);
  }
}
