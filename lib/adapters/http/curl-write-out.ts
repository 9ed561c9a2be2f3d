import "server-only";
import type { IncomingMessage } from "node:http";

/** What was received, for `-w`. */
export type Received = {
  readonly url: URL;
  readonly response: IncomingMessage;
  readonly bytes: number;
  readonly redirects: number;
  readonly elapsedMs: number;
};

/** The text of `-w`: `%{http_code}` and its like, `\n`, `%%`. An unknown variable is empty, as curl has it. */
export function writtenOut(format: string, received: Received | null): string {
  return format.replace(/%\{(\w+)\}|%%|\\([nrt\\])/g, (written, name?: string, escaped?: string) => {
    if (name !== undefined) {
      return variable(name, received);
    }
    return escaped === undefined ? written.slice(1) : ({ n: "\n", r: "\r", t: "\t", "\\": "\\" }[escaped] ?? "");
  });
}

function variable(name: string, received: Received | null): string {
  switch (name) {
    case "http_code":
    case "response_code":
      return String(received?.response.statusCode ?? 0).padStart(3, "0");
    case "size_download":
      return String(received?.bytes ?? 0);
    case "time_total":
      return ((received?.elapsedMs ?? 0) / 1000).toFixed(6);
    case "url_effective":
      return received?.url.href ?? "";
    case "content_type":
      return received?.response.headers["content-type"] ?? "";
    case "num_redirects":
      return String(received?.redirects ?? 0);
    case "remote_ip":
      return received?.response.socket.remoteAddress ?? "";
    default:
      return "";
  }
}
