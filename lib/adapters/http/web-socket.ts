import "server-only";
import { randomBytes } from "node:crypto";

type Header = readonly [name: string, value: string];

/** Whether a URL asks for a handshake. */
export function isWebSocket({ protocol }: URL): boolean {
  return protocol === "ws:" || protocol === "wss:";
}

/** The http:// or https:// form of a URL, by which its handshake is asked for. */
export function webOf(url: URL): URL {
  return isWebSocket(url) ? new URL(url.href.replace(/^ws/, "http")) : url;
}

/** The headers of a handshake that the command line does not give itself; none for another URL. */
export function upgrading({
  url,
  headers,
}: {
  readonly url: URL;
  readonly headers: readonly Header[];
}): readonly Header[] {
  if (!isWebSocket(url)) {
    return [];
  }
  const own = new Set(headers.map(([name]) => name.toLowerCase()));
  const handshake: readonly Header[] = [
    ["Upgrade", "websocket"],
    ["Sec-WebSocket-Version", "13"],
    ["Sec-WebSocket-Key", randomBytes(16).toString("base64")],
    ["Connection", "Upgrade"],
  ];
  return handshake.filter(([name]) => !own.has(name.toLowerCase()));
}
