import { createServer } from "node:http";
import type { WebSocket } from "ws";
import { appReply } from "../container/app-http.ts";
import type { LivePod } from "../world/context.ts";
import { workloadOfPod } from "../world/workloads.ts";
import type { ApiCall } from "./api-call.ts";
import { ApiError } from "./api-error.ts";
import { type ByteSink, type ByteStream, createByteStream } from "./byte-stream.ts";
import { containerOf } from "./logs.ts";
import { createFrameReader, createReplyWriter, dataFrame, pingFrame, type SpdyFrame } from "./spdy.ts";
import { frameBytes, sendOn } from "./web-socket-channels.ts";

export const SPDY_PROTOCOL = "SPDY/3.1+portforward.k8s.io";

type ForwardCall = Pick<ApiCall, "cluster" | "target" | "query">;

/** The pod of a request to forward its ports; throws when it does not run. */
export function preparePortForward(call: ForwardCall): LivePod {
  const { live } = containerOf(call);
  if (live.phase !== "running") {
    throw new ApiError("BadRequest", "unable to forward port because pod is not running. Current status=Pending");
  }
  return live;
}

function isListening({ cluster }: ForwardCall, live: LivePod, port: number): boolean {
  const pod = cluster.world.context.store.get("pods", live.key);
  return pod !== undefined && live.phase === "running" && workloadOfPod(pod).port === port;
}

const refusal = (live: LivePod, port: number): string =>
  `error forwarding port ${port} to pod ${live.containerId.slice(0, 12)}, uid : failed to connect to localhost:${port} inside namespace "${live.key.name}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused`;

/** Lets the application of a pod answer HTTP requests that arrive on a stream. */
function connectToApp(call: ForwardCall, live: LivePod, to: { port: number; sink: ByteSink }): ByteStream {
  const server = createServer((request, response) => {
    const reply = appReply(call.cluster.world.context, live, { port: to.port, path: request.url ?? "/" });
    if (reply === undefined) {
      response.destroy();
    } else {
      response.writeHead(reply.status, { "content-type": reply.contentType });
      response.end(reply.body);
    }
  });
  const stream = createByteStream(to.sink);
  server.emit("connection", stream.duplex);
  return stream;
}

/** One connection to each port of the query, on two channels a port: data, and errors. */
function serveChannels(socket: WebSocket, call: ForwardCall, live: LivePod): void {
  const ports = call.query.getAll("ports").flatMap((text) => text.split(",").map(Number));
  const streams = ports.map((port, index) => {
    const [data, error] = [2 * index, 2 * index + 1];
    const portBytes = Buffer.from([port & 0xff, port >> 8]);
    sendOn(socket, data, portBytes);
    sendOn(socket, error, portBytes);
    if (!isListening(call, live, port)) {
      sendOn(socket, error, refusal(live, port));
      return undefined;
    }
    return connectToApp(call, live, {
      port,
      sink: { send: (bytes) => sendOn(socket, data, bytes), end: () => socket.close(1000) },
    });
  });
  socket.on("message", (message) => {
    const bytes = frameBytes(message);
    streams[(bytes[0] ?? 0) / 2]?.receive(bytes.subarray(1));
  });
  socket.on("close", () => {
    for (const stream of streams) {
      stream?.duplex.destroy();
    }
  });
}

interface Tunnel {
  readonly call: ForwardCall;
  readonly live: LivePod;
  send(bytes: Buffer): void;
  readonly reply: (stream: number) => Buffer;
  /** Data streams by their number. */
  readonly connections: Map<number, ByteStream>;
  /** Error streams by the request they belong to. */
  readonly errorStreams: Map<string, number>;
}

const NOTHING = Buffer.alloc(0);

function openStream(tunnel: Tunnel, frame: Extract<SpdyFrame, { kind: "open" }>): void {
  const { call, live, connections, errorStreams } = tunnel;
  const { stream, headers } = frame;
  const request = headers.get("requestid") ?? "";
  tunnel.send(tunnel.reply(stream));
  if (headers.get("streamtype") === "error") {
    errorStreams.set(request, stream);
    return;
  }
  const port = Number(headers.get("port"));
  const endAll = (message: string): void => {
    tunnel.send(dataFrame(stream, NOTHING, true));
    tunnel.send(dataFrame(errorStreams.get(request) ?? 0, Buffer.from(message), true));
    errorStreams.delete(request);
    connections.delete(stream);
  };
  if (!isListening(call, live, port)) {
    endAll(refusal(live, port));
    return;
  }
  const sink: ByteSink = {
    send: (bytes) => tunnel.send(dataFrame(stream, bytes, false)),
    end: () => endAll(""),
  };
  connections.set(stream, connectToApp(call, live, { port, sink }));
}

function handleFrame(tunnel: Tunnel, frame: SpdyFrame): void {
  switch (frame.kind) {
    case "open":
      openStream(tunnel, frame);
      return;
    case "data": {
      const connection = tunnel.connections.get(frame.stream);
      if (frame.bytes.length > 0) {
        connection?.receive(frame.bytes);
      }
      if (frame.isLast) {
        connection?.receiveEnd();
      }
      return;
    }
    case "reset":
      tunnel.connections.get(frame.stream)?.duplex.destroy();
      return;
    case "ping":
      tunnel.send(pingFrame(frame.id));
      return;
    case "go-away":
      return;
  }
}

/** Any number of connections, each a pair of SPDY streams in the tunnel. */
function serveTunnel(socket: WebSocket, call: ForwardCall, live: LivePod): void {
  const readFrames = createFrameReader();
  const tunnel: Tunnel = {
    call,
    live,
    send: (bytes) => {
      if (socket.readyState === socket.OPEN) {
        socket.send(bytes);
      }
    },
    reply: createReplyWriter(),
    connections: new Map(),
    errorStreams: new Map(),
  };
  socket.on("message", (message) => {
    for (const frame of readFrames(frameBytes(message))) {
      handleFrame(tunnel, frame);
    }
  });
  socket.on("close", () => {
    for (const connection of tunnel.connections.values()) {
      connection.duplex.destroy();
    }
  });
}

/** Serves a port-forward session in the protocol that the socket agreed on. */
export function servePortForward(socket: WebSocket, call: ForwardCall, live: LivePod): void {
  const serve = socket.protocol === SPDY_PROTOCOL ? serveTunnel : serveChannels;
  serve(socket, call, live);
}
