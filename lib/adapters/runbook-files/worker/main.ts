import "server-only";
import { parentPort } from "node:worker_threads";
import { lengthOf } from "@/lib/core/kernel/text-pieces";
import { type PackedRunbook, packRunbook } from "@/lib/core/runbook/library/pack-runbook";
import { parseRunbook, proseRunbook } from "@/lib/core/runbook/parse-runbook";
import type { ParseMessage, ParserAnswer, ParserMessage } from "./messages";

/** What is larger takes the server and every browser too long; a book of several hundred pages is far below. */
const MAX_PACKED_LENGTH = 12_000_000;
const TOO_MUCH = "it has more steps than a checklist can: it is shown as it is written";

function packed(source: string, { path, slug, proseBecause }: ParseMessage): PackedRunbook {
  if (proseBecause !== undefined) {
    return packRunbook({ ...proseRunbook({ source, path, message: proseBecause }), slug });
  }
  const runbook = parseRunbook({ source, path });
  const whole = packRunbook({ ...runbook, slug });
  const { title } = runbook;
  return lengthOf(whole.json) <= MAX_PACKED_LENGTH
    ? whole
    : packRunbook({ ...proseRunbook({ source, path, message: TOO_MUCH }), title, slug });
}

const source: string[] = [];
let rest: Iterator<string> = [].values();

/** What the thread says to a message; null when more is to come first. */
function answerTo(message: ParserMessage): ParserAnswer | null {
  switch (message.kind) {
    case "source":
      source.push(message.piece);
      return null;
    case "parse": {
      const { title, summary, json } = packed(source.splice(0).join(""), message);
      const [firstPiece = "", ...more] = json;
      rest = more.values();
      return { kind: "packed", title, summary, firstPiece, pieceCount: json.length };
    }
    case "next":
      return { kind: "json", piece: rest.next().value ?? "" };
  }
}

parentPort?.on("message", (message: ParserMessage) => {
  const answer = answerTo(message);
  if (answer) {
    parentPort?.postMessage(answer);
  }
});
// Said once: from here on, the time of a document is its own.
parentPort?.postMessage("started");
