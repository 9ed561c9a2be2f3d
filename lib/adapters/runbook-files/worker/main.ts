import "server-only";
import { parentPort } from "node:worker_threads";
import type { Utf8 } from "@/lib/core/kernel/text-pieces";
import { type PackedRunbook, packRunbook } from "@/lib/core/runbook/library/pack-runbook";
import { parseRunbook, proseRunbook } from "@/lib/core/runbook/parse-runbook";
import type { ParseMessage, ParserMessage } from "./messages";

/** What is larger takes the server and every browser too long; a book of several hundred pages is far below. */
const MAX_PACKED_BYTES = 12_000_000;
const TOO_MUCH = "it has more steps than a checklist can: it is shown as it is written";

function packed(source: string, { path, slug, proseBecause }: ParseMessage): PackedRunbook {
  if (proseBecause !== undefined) {
    return packRunbook({ ...proseRunbook({ source, path, message: proseBecause }), slug });
  }
  const runbook = parseRunbook({ source, path });
  const whole = packRunbook({ ...runbook, slug });
  const { title } = runbook;
  return whole.json.length <= MAX_PACKED_BYTES
    ? whole
    : packRunbook({ ...proseRunbook({ source, path, message: TOO_MUCH }), title, slug });
}

const pieces: Utf8[] = [];

parentPort?.on("message", (message: ParserMessage) => {
  if (message.kind === "source") {
    pieces.push(message.piece);
    return;
  }
  const answer = packed(Buffer.concat(pieces.splice(0)).toString(), message);
  parentPort?.postMessage(answer, [answer.json.buffer]);
});
// Said once: from here on, the time of a document is its own.
parentPort?.postMessage("started");
