import "server-only";
import type WebSocket from "ws";
import { SocketRefused } from "../../../connection";
import { endInput, inputProtocols, sendInput } from "../../exec-channel";
import type { Invocation } from "../../invocation";
import type { LogSource } from "../logs/sources";

/** Gives a container the call's input, and its end; null when it takes none any more. */
export async function sendStdin(call: Invocation, { pod, container }: LogSource): Promise<WebSocket | null> {
  const { name } = pod.metadata;
  const place = `/api/v1/namespaces/${encodeURIComponent(call.namespace)}/pods/${encodeURIComponent(name)}`;
  const path = `${place}/attach?${new URLSearchParams({ container, stdin: "true" })}`;
  try {
    const socket = await call.connection.openSocket(path, inputProtocols);
    // The pod's log and its end say how it went.
    socket.once("error", () => socket.terminate());
    socket.resume();
    sendInput(socket, Buffer.from(call.io.stdin));
    endInput(socket);
    return socket;
  } catch (error) {
    if (!(error instanceof SocketRefused)) {
      throw error;
    }
    const why = error.reply.text.trim();
    call.io.write("stderr", `warning: couldn't attach to pod/${name}, falling back to streaming logs: ${why}\n`);
    return null;
  }
}
