import "./no-network";
import { slicesOf } from "@/lib/core/shell/slices-of";
import type { FromChild, ToChild } from "../protocol";
import { orderByCharacters } from "./c-locale";
import { answerFile } from "./files";
import { lockDown } from "./lockdown";
import { takeOutput, takeResult } from "./native-commands";
import { rehearse } from "./rehearse";
import { runSession, stopSession } from "./session";
import { takePiece } from "./session-files";

lockDown();
orderByCharacters();

const channel = process.send?.bind(process);

/** The server reads one message at a turn of its loop: none may be long. */
const MESSAGE_CHARACTERS = 64 * 1024;

function send(message: FromChild): void {
  if (message.kind !== "output" || message.text.length <= MESSAGE_CHARACTERS) {
    channel?.(message);
    return;
  }
  for (const text of slicesOf(message.text, MESSAGE_CHARACTERS)) {
    channel?.({ ...message, text });
  }
}

// Only the parent writes to this channel.
process.on("message", (message: ToChild) => {
  if (message.kind === "result") {
    takeResult(message);
    return;
  }
  if (message.kind === "piece") {
    takeOutput(message);
    return;
  }
  if (message.kind === "stop") {
    stopSession();
    return;
  }
  if (message.kind === "file-piece") {
    takePiece(message);
    return;
  }
  if (message.kind === "file") {
    void answerFile(message).then(send);
    return;
  }
  runSession(message, send).catch((error: unknown) => {
    send({
      kind: "output",
      stream: "stderr",
      text: `headroom: ${error instanceof Error ? error.message : String(error)}\n`,
    });
    send({ kind: "done", exitCode: 1, variables: {}, files: [] });
  });
});
process.on("disconnect", () => process.exit(0));
await rehearse();
send({ kind: "ready" });
