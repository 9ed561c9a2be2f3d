import "server-only";
import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect, type SecureContextOptions } from "node:tls";
import { InwardAddress, isInwardAddress, outwardLookup, type Resolve } from "./addresses";

export type ExchangeRequest = {
  readonly url: URL;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  readonly isInsecure: boolean;
  /** Authorities to trust and a certificate to show, beside the usual ones. */
  readonly tls?: SecureContextOptions;
  /** Addresses of the operator's own network may be used. */
  readonly isInwardAllowed: boolean;
  /** The system's resolver when left out. */
  readonly resolve?: Resolve;
  readonly connectTimeoutMs: number | undefined;
  /** A connection that is open already, used instead of a new one. */
  readonly stream?: Duplex;
  readonly signal: AbortSignal;
};

/** Sends one request and gives the answer's head; the body is still to be read. Throws what the socket says. */
export async function exchange(request: ExchangeRequest): Promise<http.IncomingMessage> {
  const { url, isInwardAllowed } = request;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (!request.stream && !isInwardAllowed && isIP(host) !== 0 && isInwardAddress(host)) {
    throw new InwardAddress(host);
  }
  const options: https.RequestOptions = {
    host,
    port: url.port,
    path: url.pathname + url.search,
    method: request.method,
    headers: headersOf(request),
    signal: request.signal,
    rejectUnauthorized: !request.isInsecure,
    ...request.tls,
    ...(request.stream ? over(request.stream, request) : { agent: false }),
    ...(!isInwardAllowed && { lookup: outwardLookup(request.resolve) }),
  };
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === "https:" ? https : http).request(options, resolve);
    sent.on("error", reject);
    if (request.connectTimeoutMs !== undefined) {
      limitConnecting(sent, request.connectTimeoutMs);
    }
    if (request.body === undefined) {
      // Node would say that there is a body of no bytes.
      sent.removeHeader("Content-Length");
      sent.removeHeader("Transfer-Encoding");
    }
    sent.end(request.body);
  });
}

function over(stream: Duplex, { url, isInsecure, tls }: ExchangeRequest): https.RequestOptions {
  const isPlain = url.protocol === "http:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const secured = () =>
    connect({
      ...tls,
      socket: stream,
      rejectUnauthorized: !isInsecure,
      ...(isIP(host) === 0 && { servername: host }),
    });
  return { createConnection: () => (isPlain ? stream : secured()) };
}

/** A caller's header replaces the default of the same name, as curl's does; an empty value removes it. */
function headersOf({ headers, body }: ExchangeRequest): Record<string, string | string[]> {
  const merged = new Map<string, readonly [name: string, values: string[]]>();
  const defaults: readonly (readonly [string, string])[] = [
    ["Accept", "*/*"],
    ["User-Agent", "curl/8 (headroom)"],
    ...(body === undefined
      ? []
      : ([
          ["Content-Type", "application/x-www-form-urlencoded"],
          ["Content-Length", String(Buffer.byteLength(body))],
        ] as const)),
  ];
  const own = new Set(headers.map(([name]) => name.toLowerCase()));
  for (const [name, value] of [...defaults.filter(([name]) => !own.has(name.toLowerCase())), ...headers]) {
    const key = name.toLowerCase();
    merged.set(key, [name, [...(merged.get(key)?.[1] ?? []), value]]);
  }
  return Object.fromEntries(
    [...merged.values()]
      .map(([name, values]) => [name, values.filter((value) => value !== "")] as const)
      .filter(([, values]) => values.length > 0),
  );
}

function limitConnecting(request: http.ClientRequest, connectTimeoutMs: number): void {
  const timer = setTimeout(() => {
    request.destroy(Object.assign(new Error("connect timeout"), { code: "ETIMEDOUT" }));
  }, connectTimeoutMs);
  request.once("socket", (socket) => {
    socket.once("connect", () => clearTimeout(timer));
  });
  request.once("close", () => clearTimeout(timer));
}
