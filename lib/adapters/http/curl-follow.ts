import "server-only";
import type { Duplex } from "node:stream";
import { AppError } from "@/lib/core/kernel/app-error";
import type { CommandIo } from "@/lib/core/shell/command";
import { CurlFailure } from "./curl-failure";
import type { CurlOptions } from "./curl-flags";
import { placeOf } from "./curl-place";
import { received, type Sending, type Transfer, writeHead } from "./curl-receive";
import type { Received } from "./curl-write-out";
import { type Answer, exchange } from "./exchange";
import type { Credentials, CurlSettings } from "./host-verdict";
import { upgrading, webOf } from "./web-socket";

type Asked = Transfer & { readonly settings: CurlSettings };

/** The URL that an address of the command line means. Throws CurlFailure for what is none, or of another protocol. */
export function urlOf(address: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) {
    throw new CurlFailure(3, "URL using bad/illegal format or missing URL");
  }
  if (!/^(?:https?|wss?):$/.test(url.protocol)) {
    throw new CurlFailure(1, `Protocol "${url.protocol.slice(0, -1)}" not supported`);
  }
  return url;
}

/** Asks for a URL, follows where it leads with `-L`, and hands the answer over. Throws CurlFailure, or what the socket says. */
export async function followed(first: URL, call: Asked): Promise<Received> {
  const { options } = call;
  const startedAt = performance.now();
  let redirectMs = 0;
  let sending = firstSending(first, options);
  for (let redirects = 0; ; redirects += 1) {
    const answer = await send(sending, call);
    const { response } = answer;
    const { statusCode = 0 } = response;
    const { location } = response.headers;
    const isFollowed = options.flags.has("location") && statusCode >= 300 && statusCode < 400 && location !== undefined;
    if (!isFollowed) {
      return received(answer, { ...call, sending, redirects, redirectMs });
    }
    if (redirects === options.maxRedirects) {
      answer.body.destroy();
      throw new CurlFailure(47, `Maximum (${options.maxRedirects}) redirects followed`);
    }
    response.resume();
    redirectMs = performance.now() - startedAt;
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

async function send(sending: Sending, call: Asked): Promise<Answer> {
  const { options, io, signal } = call;
  const { method } = sending;
  const url = webOf(sending.url);
  const place = placeOf(url, call);
  checkCeiling(method, io);
  if (options.flags.has("verbose")) {
    io.write("stderr", `> ${method} ${url.pathname}${url.search} HTTP/1.1\n> Host: ${url.host}\n>\n`);
  }
  const { credentials, through } = place;
  const answer = await exchange({
    ...sending,
    headers: [
      ...(credentials ? withCredentials(sending.headers, credentials) : sending.headers),
      ...upgrading(sending),
    ],
    tls: { ...(await trusted(url, call)), ...credentials?.tls() },
    url: place.url,
    as: place.as,
    isInsecure: options.flags.has("insecure"),
    isInwardAllowed: place.isInwardAllowed,
    connectTimeoutMs: options.connectTimeoutMs,
    signal,
    ...(through && { stream: await opened(through, io) }),
  });
  const { statusCode } = answer.response;
  if (credentials && (statusCode === 401 || statusCode === 403)) {
    io.write("stderr", `curl: note: ${url.host} refused the credentials of the configuration (${statusCode})\n`);
  }
  writeHead(answer.response, call);
  call.onHead?.(answer.response, url);
  return answer;
}

/** The certificates of `--cacert`: the operator's by that name, else a file of the script. */
async function trusted(url: URL, { options: { caFile }, settings, io }: Asked): Promise<{ readonly ca?: Buffer }> {
  if (caFile === undefined || url.protocol === "http:") {
    return {};
  }
  const bytes = (await settings.caFile?.(caFile)) ?? (await io.readFile(caFile));
  if (bytes === null || !Buffer.from(bytes).includes("-----BEGIN CERTIFICATE-----")) {
    throw new CurlFailure(77, `error setting certificate file: ${caFile}`);
  }
  return { ca: Buffer.from(bytes) };
}

function checkCeiling(method: string, { grant: { ceiling } }: CommandIo): void {
  const risk = method === "DELETE" ? "destructive" : method === "GET" || method === "HEAD" ? "read" : "change";
  const harm = ["read", "change", "destructive"];
  if (harm.indexOf(risk) > harm.indexOf(ceiling)) {
    throw new CurlFailure(126, `refused: ${method} is a ${risk} operation and this run may only ${ceiling}`);
  }
}

function withCredentials(headers: Sending["headers"], credentials: Credentials): Sending["headers"] {
  const own = Object.entries(credentials.headers());
  const names = new Set(own.map(([name]) => name));
  return [...headers.filter(([name]) => !names.has(name.toLowerCase())), ...own];
}

async function opened(through: (io: CommandIo) => Promise<Duplex>, io: CommandIo): Promise<Duplex> {
  try {
    return await through(io);
  } catch (error) {
    if (error instanceof Error && !io.signal.aborted) {
      const isRefused = error instanceof AppError && error.code === "forbidden";
      throw new CurlFailure(isRefused ? 126 : 7, error.message);
    }
    throw error;
  }
}
