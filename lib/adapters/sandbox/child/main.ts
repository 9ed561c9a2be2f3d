import type { FromChild, ToChild } from "../protocol";
import { lockDown } from "./lockdown";
import { takeResult } from "./native-commands";
import { runSession, stopSession } from "./session";

lockDown();

const channel = process.send?.bind(process);

function send(message: FromChild): void {
  channel?.(message);
}

// Only the parent writes to this channel.
process.on("message", (message: ToChild) => {
  if (message.kind === "result") {
    takeResult(message);
    return;
  }
  if (message.kind === "stop") {
    stopSession();
    return;
  }
  runSession(message, send).catch((error: unknown) => {
    send({
      kind: "output",
      stream: "stderr",
      text: `headroom: ${error instanceof Error ? error.message : String(error)}\n`,
    });
    send({ kind: "done", exitCode: 1, variables: {} });
  });
});
process.on("disconnect", () => process.exit(0));
send({ kind: "ready" });
