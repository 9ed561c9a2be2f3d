import "server-only";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { PackedRunbook } from "@/lib/core/runbook/pack-runbook";

export type RunbookParser = {
  /**
   * Parses and packs one document off the event loop. Beyond the deadline it is given as prose with a diagnostic, and its
   * summary says so. Throws when not even that can be done.
   */
  parse(document: Document): Promise<PackedRunbook>;
  close(): Promise<void>;
};

/** Showing a text as it is takes no longer than it is long; a machine under load still gets there. */
const PROSE_DEADLINE_MS = 60_000;
const START_MS = 60_000;

type Document = { readonly source: string; readonly path: string; readonly slug: string };
type Options = { /** The bundle of worker/main.ts. */ readonly workerPath: string; readonly deadlineMs?: number };
type Reply = { readonly id: number; readonly packed: PackedRunbook };

/** A parser in a thread of its own; a document that takes too long costs only its thread. */
export function createRunbookParser({ workerPath, deadlineMs = 5_000 }: Options): RunbookParser {
  let worker: Worker | null = null;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const ask = async (
    document: Document & { readonly proseBecause?: string },
    timeoutMs: number,
  ): Promise<PackedRunbook | null> => {
    worker ??= await startWorker(workerPath);
    lastId += 1;
    const answer = await answerOf(worker, { id: lastId, ...document }, timeoutMs);
    if (answer === null) {
      await worker.terminate();
      worker = null;
    }
    return answer;
  };
  const parseNow = async (document: Document): Promise<PackedRunbook> => {
    const proseBecause = `it took more than ${deadlineMs / 1000} s to parse: it is shown as it is written`;
    const parsed = await ask(document, deadlineMs);
    if (parsed !== null) {
      return parsed;
    }
    const prose = await ask({ ...document, proseBecause }, PROSE_DEADLINE_MS);
    if (prose === null) {
      throw new Error(`${document.path} cannot even be shown as it is written`);
    }
    return { ...prose, summary: { ...prose.summary, deadlineMisses: 1 } };
  };
  return {
    parse: (document) => {
      const parsed = queue.then(() => parseNow(document));
      // The next document does not care how this one ended; whoever asked for it does.
      queue = parsed.catch(() => undefined);
      return parsed;
    },
    close: async () => {
      await worker?.terminate();
      worker = null;
    },
  };
}

/** Starting and loading the parser takes seconds on a busy machine: no document's deadline pays for it. */
async function startWorker(workerPath: string): Promise<Worker> {
  const worker = new Worker(workerPath);
  await once(worker, "message", { signal: AbortSignal.timeout(START_MS) });
  worker.unref();
  return worker;
}

/** The parsed document; null when the thread died or the time was up. */
function answerOf(worker: Worker, message: { readonly id: number }, deadlineMs: number): Promise<PackedRunbook | null> {
  return new Promise((resolve) => {
    const settle = (packed: PackedRunbook | null) => {
      clearTimeout(timer);
      worker.off("message", receive);
      worker.off("error", fail);
      resolve(packed);
    };
    const receive = (reply: Reply) => {
      if (reply.id === message.id) {
        settle(reply.packed);
      }
    };
    const fail = () => settle(null);
    const timer = setTimeout(fail, deadlineMs);
    worker.on("message", receive);
    worker.once("error", fail);
    worker.postMessage(message);
  });
}
