import "server-only";
import { isIPv6 } from "node:net";
import { listAt, member, textAt } from "../objects";
import { countAt, goList } from "./text";

/** A probe in one line: what it does, then its timing. */
export function probeText(probe: unknown): string {
  return `${checkText(probe)} ${timing(probe)}`;
}

function timing(probe: unknown): string {
  const number = (key: string) => countAt(probe, key);
  return `delay=${number("initialDelaySeconds")}s timeout=${number("timeoutSeconds")}s period=${number("periodSeconds")}s #success=${number("successThreshold")} #failure=${number("failureThreshold")}`;
}

function checkText(probe: unknown): string {
  const exec = member(probe, "exec");
  if (exec !== undefined) {
    return `exec ${goList(listAt(exec, "command"))}`;
  }
  const http = member(probe, "httpGet");
  if (http !== undefined) {
    return `http-get ${httpAddress(http)}`;
  }
  const tcp = member(probe, "tcpSocket");
  if (tcp !== undefined) {
    return `tcp-socket ${textAt(tcp, "host")}:${textAt(tcp, "port")}`;
  }
  const grpc = member(probe, "grpc");
  return grpc === undefined ? "unknown" : `grpc <pod>:${textAt(grpc, "port")} ${textAt(grpc, "service")}`;
}

function httpAddress(http: unknown): string {
  const host = joinHostPort(textAt(http, "host"), textAt(http, "port"));
  const path = escapedPath(textAt(http, "path"));
  return `${textAt(http, "scheme").toLowerCase()}://${host}${path === "" || path.startsWith("/") ? "" : "/"}${path}`;
}

/** A path as Go's net/url writes it. */
function escapedPath(path: string): string {
  return encodeURIComponent(path)
    .replace(/%(?:24|26|2B|2C|2F|3A|3B|3D|40)/g, decodeURIComponent)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `host:port`, with brackets around an IPv6 address. */
export function joinHostPort(host: string, port: string): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
