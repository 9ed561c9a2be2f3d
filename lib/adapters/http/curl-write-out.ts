import "server-only";
import type { IncomingMessage } from "node:http";
import type { Times } from "./exchange";

/** What was received, for `-w`. */
export type Received = {
  readonly url: URL;
  readonly method: string;
  readonly sentBytes: number;
  readonly response: IncomingMessage;
  readonly times: Times;
  readonly bytes: number;
  readonly redirects: number;
  /** Until the last of the redirects had led on. */
  readonly redirectMs: number;
  readonly elapsedMs: number;
};

type Transferred = { readonly received: Received | null; readonly exitCode: number };

/** The text of `-w`: `%{http_code}` and its like, `\n`, `%%`; and the variables that nobody knows, which are empty. */
export function writtenOut(format: string, transferred: Transferred): { text: string; unknown: readonly string[] } {
  const unknown: string[] = [];
  const text = format.replace(/%\{(\w+)\}|%%|\\([nrt\\])/g, (written, name?: string, escaped?: string) => {
    if (name === undefined) {
      return escaped === undefined ? written.slice(1) : ({ n: "\n", r: "\r", t: "\t", "\\": "\\" }[escaped] ?? "");
    }
    const value = variables.get(name);
    unknown.push(...(value ? [] : [name]));
    return value?.(transferred) ?? "";
  });
  return { text, unknown };
}

const httpCode = ({ received }: Transferred) => String(received?.response.statusCode ?? 0).padStart(3, "0");

const variables: ReadonlyMap<string, (transferred: Transferred) => string> = new Map([
  ["http_code", httpCode],
  ["response_code", httpCode],
  ["http_version", ({ received }) => received?.response.httpVersion ?? "0"],
  ["method", ({ received }) => received?.method ?? ""],
  ["size_download", ({ received }) => String(received?.bytes ?? 0)],
  ["size_upload", ({ received }) => String(received?.sentBytes ?? 0)],
  ["speed_download", ({ received }) => String(speedOf(received))],
  ["time_total", ({ received }) => seconds(received?.elapsedMs)],
  ["time_namelookup", ({ received }) => seconds(received?.times.lookupMs)],
  ["time_connect", ({ received }) => seconds(received?.times.connectMs)],
  ["time_appconnect", ({ received }) => seconds(received?.times.secureMs)],
  ["time_pretransfer", ({ received }) => seconds(received?.times.secureMs || received?.times.connectMs)],
  ["time_starttransfer", ({ received }) => seconds(received?.times.firstByteMs)],
  ["time_redirect", ({ received }) => seconds(received?.redirectMs)],
  ["ssl_verify_result", () => "0"],
  ["local_ip", ({ received }) => received?.response.socket.localAddress ?? ""],
  ["local_port", ({ received }) => String(received?.response.socket.localPort ?? 0)],
  ["http_connect", () => "000"],
  ["scheme", ({ received }) => received?.url.protocol.slice(0, -1).toUpperCase() ?? ""],
  ["remote_port", ({ received }) => String(received?.response.socket.remotePort ?? 0)],
  ["url_effective", ({ received }) => received?.url.href ?? ""],
  ["redirect_url", ({ received }) => redirectOf(received)],
  ["content_type", ({ received }) => received?.response.headers["content-type"] ?? ""],
  ["num_redirects", ({ received }) => String(received?.redirects ?? 0)],
  ["num_connects", ({ received }) => String(received ? received.redirects + 1 : 0)],
  ["remote_ip", ({ received }) => received?.response.socket.remoteAddress ?? ""],
  ["exitcode", ({ exitCode }) => String(exitCode)],
]);

const undone = new Set(
  "certs errormsg filename_effective ftp_entry_path header_json json num_certs num_headers num_retries onerror proxy_ssl_verify_result proxy_used referer size_header size_request speed_upload stderr stdout url urlnum xfer_id conn_id".split(
    " ",
  ),
);

/** The first variable of a format that the real curl knows and that is not done here. */
export function undoneVariable(format: string): string | null {
  const names = [...format.matchAll(/%\{(\w+)\}/g)].map(([, name = ""]) => name);
  return names.find((name) => undone.has(name)) ?? null;
}

function seconds(milliseconds = 0): string {
  return (milliseconds / 1000).toFixed(6);
}

function speedOf(received: Received | null): number {
  return received && received.elapsedMs > 0 ? Math.round((received.bytes * 1000) / received.elapsedMs) : 0;
}

function redirectOf(received: Received | null): string {
  const location = received?.response.headers.location;
  return received && location !== undefined ? (URL.parse(location, received.url)?.href ?? "") : "";
}
