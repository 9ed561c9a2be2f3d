import "server-only";
import { parentPort } from "node:worker_threads";
import { type PackedRunbook, packRunbook } from "@/lib/core/runbook/library/pack-runbook";
import { parseRunbook, proseRunbook } from "@/lib/core/runbook/parse-runbook";

type Message = {
  readonly source: string;
  readonly path: string;
  readonly slug: string;
  /** Set: the text is only to be shown, with this reason. */
  readonly proseBecause?: string;
};

/** What is larger takes the server and every browser too long; a book of several hundred pages is far below. */
const MAX_PACKED_LENGTH = 12_000_000;
const TOO_MUCH = "it has more steps than a checklist can: it is shown as it is written";

function packed({ source, path, slug, proseBecause }: Message): PackedRunbook {
  if (proseBecause !== undefined) {
    return packRunbook({ ...proseRunbook({ source, path, message: proseBecause }), slug });
  }
  const runbook = parseRunbook({ source, path });
  const whole = packRunbook({ ...runbook, slug });
  const { title } = runbook;
  return whole.json.length <= MAX_PACKED_LENGTH
    ? whole
    : packRunbook({ ...proseRunbook({ source, path, message: TOO_MUCH }), title, slug });
}

parentPort?.on("message", (message: Message) => {
  parentPort?.postMessage(packed(message));
});
// Said once: from here on, the time of a document is its own.
parentPort?.postMessage("started");
