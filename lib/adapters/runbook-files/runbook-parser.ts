import "server-only";
import { Worker } from "node:worker_threads";
import { proseRunbook } from "@/lib/core/runbook/parse-runbook";
import type { Runbook } from "@/lib/core/runbook/runbook";

export type RunbookParser = {
  /** Parses one document off the event loop. Beyond the deadline it is given as prose with a diagnostic. */
  parse(document: { readonly source: string; readonly path: string }): Promise<Runbook>;
  close(): Promise<void>;
};

type Options = { /** The bundle of worker/main.ts. */ readonly workerPath: string; readonly deadlineMs?: number };
type Reply = { readonly id: number; readonly runbook: Runbook };

/** A parser in a thread of its own; a document that takes too long costs only its thread. */
export function createRunbookParser({ workerPath, deadlineMs = 5_000 }: Options): RunbookParser {
  let worker: Worker | null = null;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const parseNow = async (document: { readonly source: string; readonly path: string }): Promise<Runbook> => {
    worker ??= startWorker(workerPath);
    lastId += 1;
    const answer = await answerOf(worker, { id: lastId, ...document }, deadlineMs);
    if (answer) {
      return answer;
    }
    await worker.terminate();
    worker = null;
    return proseRunbook({
      ...document,
      message: `it took more than ${deadlineMs / 1000} s to parse: it is shown as it is written`,
    });
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

function startWorker(workerPath: string): Worker {
  const worker = new Worker(workerPath);
  worker.unref();
  return worker;
}

/** The parsed document; null when the thread died or the time was up. */
function answerOf(worker: Worker, message: { readonly id: number }, deadlineMs: number): Promise<Runbook | null> {
  return new Promise((resolve) => {
    const settle = (runbook: Runbook | null) => {
      clearTimeout(timer);
      worker.off("message", receive);
      worker.off("error", fail);
      resolve(runbook);
    };
    const receive = (reply: Reply) => {
      if (reply.id === message.id) {
        settle(reply.runbook);
      }
    };
    const fail = () => settle(null);
    const timer = setTimeout(fail, deadlineMs);
    worker.on("message", receive);
    worker.once("error", fail);
    worker.postMessage(message);
  });
}
