import "server-only";
import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { addAbortSignal, type Duplex, type Readable } from "node:stream";
import { connect, type SecureContextOptions } from "node:tls";
import { InwardAddress, isInwardAddress, outwardLookup, type Resolve } from "./addresses";

export type ExchangeRequest = {
  readonly url: URL;
  /** Whom the server is asked as, when its address is another: for its Host header and its certificate. */
  readonly as?: URL | undefined;
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

/** What was answered: the head, and the body that is still to be read; after an upgrade the connection itself. */
export type Answer = { readonly response: http.IncomingMessage; readonly body: Readable; readonly times: Times };

/** When the steps of an exchange were done, counted from its beginning; 0 for one that was not needed. */
export type Times = {
  readonly lookupMs: number;
  readonly connectMs: number;
  readonly secureMs: number;
  readonly firstByteMs: number;
};

/** Sends one request and gives the answer's head. Throws what the socket says. */
export async function exchange(request: ExchangeRequest): Promise<Answer> {
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
    ...(request.as && isIP(request.as.hostname) === 0 && { servername: request.as.hostname }),
    ...(request.stream ? over(request.stream, request) : { agent: false }),
    ...(!isInwardAllowed && { lookup: outwardLookup(request.resolve) }),
  };
  return new Promise((resolve, reject) => {
    const clock = createClock();
    const sent = (url.protocol === "https:" ? https : http).request(options, (response) => {
      resolve({ response, body: response, times: clock.times() });
    });
    sent.on("upgrade", (response, socket, head) => {
      socket.unshift(head);
      resolve({ response, body: addAbortSignal(request.signal, socket), times: clock.times() });
    });
    sent.once("socket", clock.watch);
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

function over(stream: Duplex, { url, as = url, isInsecure, tls }: ExchangeRequest): https.RequestOptions {
  const isPlain = url.protocol === "http:";
  const host = as.hostname.replace(/^\[|\]$/g, "");
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
function headersOf({ headers, body, as }: ExchangeRequest): Record<string, string | string[]> {
  const merged = new Map<string, readonly [name: string, values: string[]]>();
  const defaults: readonly (readonly [string, string])[] = [
    ...(as ? [["Host", as.host] as const] : []),
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

function createClock() {
  const startedAt = performance.now();
  const times = { lookupMs: 0, connectMs: 0, secureMs: 0, firstByteMs: 0 };
  const mark = (name: keyof Times) => () => {
    times[name] = performance.now() - startedAt;
  };
  return {
    watch: (socket: Duplex) => {
      socket.once("lookup", mark("lookupMs"));
      socket.once("connect", mark("connectMs"));
      socket.once("secureConnect", mark("secureMs"));
    },
    times: (): Times => {
      mark("firstByteMs")();
      return times;
    },
  };
}
