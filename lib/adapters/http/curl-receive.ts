import "server-only";
import type { IncomingMessage } from "node:http";
import type { CommandIo } from "@/lib/core/shell/command";
import { CurlFailure } from "./curl-failure";
import type { CurlOptions } from "./curl-flags";
import type { Received } from "./curl-write-out";
import type { Answer } from "./exchange";
import { isWebSocket } from "./web-socket";

export type Sending = {
  readonly url: URL;
  readonly method: string;
  readonly body: string | undefined;
  readonly headers: CurlOptions["headers"];
};

export type Transfer = {
  readonly options: CurlOptions;
  readonly io: CommandIo;
  readonly signal: AbortSignal;
  /** Takes the head and the body: for standard output, a file, or nobody. */
  put(chunk: string | Uint8Array): void;
  /** Told of each answer, those that lead elsewhere included. */
  onHead?(response: IncomingMessage, url: URL): void;
};

const MAX_BYTES = 16 * 1024 * 1024;

/** Shows the answer's head where `-i`, `-I` and `-v` want it. */
export function writeHead(response: IncomingMessage, { options, io, put }: Transfer): void {
  const lines = headLines(response);
  if (options.flags.has("include") || options.flags.has("head")) {
    put(headText(response));
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

function headLines(response: IncomingMessage): readonly string[] {
  const lines = [`HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage ?? ""}`];
  for (let index = 0; index < response.rawHeaders.length; index += 2) {
    lines.push(`${response.rawHeaders[index]}: ${response.rawHeaders[index + 1]}`);
  }
  return lines;
}

/** The head of an answer as it came, its empty line included. */
export function headText(response: IncomingMessage): string {
  return `${headLines(response)
    .map((line) => `${line}\r\n`)
    .join("")}\r\n`;
}

/** Hands the body over. Throws CurlFailure for what `-f` does not take, too much, and a body that is cut. */
export async function received(
  { response, body, times }: Answer,
  call: Transfer & { readonly sending: Sending; readonly redirects: number; readonly redirectMs: number },
): Promise<Received> {
  const { options, put, sending, redirects, redirectMs, signal } = call;
  const { statusCode = 0 } = response;
  const { url, method, body: sentBody = "" } = sending;
  const sentBytes = Buffer.byteLength(sentBody);
  const soFar = { url, method, sentBytes, response, times, redirects, redirectMs, bytes: 0, elapsedMs: 0 };
  if (isWebSocket(url)) {
    body.destroy();
    return shaken(soFar, call);
  }
  const refusal = `The requested URL returned error: ${statusCode}`;
  if (options.flags.has("fail") && statusCode >= 400) {
    body.destroy();
    throw new CurlFailure(22, refusal, soFar);
  }
  let bytes = 0;
  for await (const piece of wholeBody({ response, body, times }, signal)) {
    bytes += piece.length;
    if (bytes > MAX_BYTES) {
      body.destroy();
      throw new CurlFailure(63, "Maximum file size exceeded");
    }
    put(piece);
  }
  if (options.flags.has("fail-with-body") && statusCode >= 400) {
    throw new CurlFailure(22, refusal, { ...soFar, bytes });
  }
  return { ...soFar, bytes };
}

/** A handshake is shown by its status and goes no further: nobody here reads its messages. */
function shaken(soFar: Received, { options, put }: Transfer): Received {
  const { response } = soFar;
  if (response.statusCode !== 101) {
    throw new CurlFailure(22, `Refused WebSockets upgrade: ${response.statusCode}`, soFar);
  }
  if (!options.flags.has("include") && !options.flags.has("head")) {
    put(`HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage ?? ""}\n`);
  }
  return soFar;
}

/** The body piece by piece; one that ends before its length is curl's error 18. */
async function* wholeBody({ response, body }: Answer, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let left = Number(response.headers["content-length"] ?? Number.NaN);
  try {
    for await (const piece of body) {
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
