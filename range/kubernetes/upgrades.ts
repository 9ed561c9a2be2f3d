import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { ApiError, type Status } from "./api-error.ts";
import { EXEC_PROTOCOLS, prepareExec, serveExec } from "./exec.ts";
import { preparePortForward, SPDY_PROTOCOL, servePortForward } from "./port-forward.ts";
import { authenticate, authorize, type KubernetesServerOptions } from "./server.ts";

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

type Session = (socket: WebSocket) => Promise<void>;

function refuse({ socket }: Upgrade, status: Status): void {
  const body = JSON.stringify(status);
  const head = [
    `HTTP/1.1 ${status.code ?? 500} ${status.reason ?? "Error"}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** Checks the request as any other and gives what to do with its socket. */
function sessionOf(options: KubernetesServerOptions, request: IncomingMessage): Session {
  const url = new URL(request.url ?? "/", "https://range");
  const user = authenticate(options, request);
  const { target } = authorize(options, user, { method: "GET", url });
  const call = { cluster: options.cluster, target, query: url.searchParams };
  switch (target.subresource) {
    case "exec": {
      const prepared = prepareExec(call);
      return (socket) => serveExec(socket, prepared, call);
    }
    case "portforward": {
      const live = preparePortForward(call);
      return async (socket) => servePortForward(socket, call, live);
    }
    default:
      throw new ApiError("BadRequest", "Upgrade request required");
  }
}

/** `ws` takes no slash in a protocol's name, so kubectl's name for the tunnel is spelled otherwise while it looks. */
const TUNNEL_TOKEN = "spdy-tunnel";

function spellOffer(request: IncomingMessage): void {
  const offer = request.headers["sec-websocket-protocol"];
  if (offer !== undefined) {
    request.headers["sec-websocket-protocol"] = offer.replaceAll(SPDY_PROTOCOL, TUNNEL_TOKEN);
  }
}

function chosenProtocol(offered: ReadonlySet<string>): string | false {
  return offered.has(TUNNEL_TOKEN) ? SPDY_PROTOCOL : (EXEC_PROTOCOLS.find((name) => offered.has(name)) ?? false);
}

/** Handles the requests that become WebSockets: exec and port-forward. */
export function createUpgradeHandler(options: KubernetesServerOptions): (upgrade: Upgrade) => void {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: chosenProtocol });
  return (upgrade) => {
    const { request, socket, head } = upgrade;
    if (options.fault() === "down") {
      socket.destroy();
      return;
    }
    try {
      const session = sessionOf(options, request);
      spellOffer(request);
      sockets.handleUpgrade(request, socket, head, (client) => {
        session(client).catch(() => client.close(1011));
      });
    } catch (error) {
      const failure = error instanceof ApiError ? error : new ApiError("InternalError", String(error));
      refuse(upgrade, failure.status);
    }
  };
}
