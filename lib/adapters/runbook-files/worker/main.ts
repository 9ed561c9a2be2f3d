import "server-only";
import { parentPort } from "node:worker_threads";
import { packRunbook } from "@/lib/core/runbook/pack-runbook";
import { parseRunbook, proseRunbook } from "@/lib/core/runbook/parse-runbook";

/** Said once: from here on, the time of a document is its own. */
const STARTED = 0;

type Message = {
  readonly id: number;
  readonly source: string;
  readonly path: string;
  readonly slug: string;
  /** Set: the text is only to be shown, with this reason. */
  readonly proseBecause?: string;
};

parentPort?.on("message", ({ id, source, path, slug, proseBecause }: Message) => {
  const runbook =
    proseBecause === undefined ? parseRunbook({ source, path }) : proseRunbook({ source, path, message: proseBecause });
  parentPort?.postMessage({ id, packed: packRunbook({ ...runbook, slug }) });
});
parentPort?.postMessage({ id: STARTED });
