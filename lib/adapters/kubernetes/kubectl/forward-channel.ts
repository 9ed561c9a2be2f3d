import "server-only";
import { Duplex } from "node:stream";
import type WebSocket from "ws";
import { SocketRefused } from "../connection";
import { refusedChannel } from "./exec-channel";
import type { Invocation } from "./invocation";

const DATA = 0;
const ERROR = 1;
/** Each channel begins with the number of its port. */
const PORT_BYTES = 2;

export type ForwardTarget = { readonly namespace: string; readonly pod: string; readonly port: number };

/** Opens one connection to a port of a pod, as far as the grant lets. Throws the API server's refusal. */
export async function openForward(call: Invocation, { namespace, pod, port }: ForwardTarget): Promise<Duplex> {
  call.check({ namespace, risk: "read", description: `port-forward ${pod} ${port}` });
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/portforward?ports=${port}`;
  try {
    return streamOf(await call.connection.openSocket(path, ["v4.channel.k8s.io"]), call.io.signal);
  } catch (error) {
    throw error instanceof SocketRefused ? refusedChannel(error, "error upgrading connection: ") : error;
  }
}

function streamOf(socket: WebSocket, signal: AbortSignal): Duplex {
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => socket.send(Buffer.concat([Buffer.of(DATA), chunk]), done),
    final: (done) => done(),
    destroy: (error, done) => {
      signal.removeEventListener("abort", abort);
      socket.terminate();
      done(error);
    },
  });
  const abort = () => stream.destroy();
  signal.addEventListener("abort", abort, { once: true });
  const begun = new Set<number>();
  socket.on("message", (message: Buffer) => {
    const channel = message[0] ?? DATA;
    const bytes = message.subarray(1 + (begun.has(channel) ? 0 : PORT_BYTES));
    begun.add(channel);
    if (channel === ERROR && bytes.length > 0) {
      stream.destroy(new ForwardBroken(bytes.toString("utf8").trim()));
    } else if (channel === DATA && bytes.length > 0 && !stream.push(bytes)) {
      socket.pause();
    }
  });
  socket.once("close", () => stream.push(null));
  socket.once("error", (error) => stream.destroy(error));
  socket.resume();
  return stream;
}

/** The pod did not take the connection: a client sees it closed without an answer. */
class ForwardBroken extends Error {
  override readonly name = "ForwardBroken";
  readonly code = "ECONNRESET";
}
