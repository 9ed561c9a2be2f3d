import "server-only";
import { once } from "node:events";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { bytePieces, type Utf8 } from "@/lib/core/kernel/text-pieces";
import type { PackedRunbook } from "@/lib/core/runbook/library/pack-runbook";
import type { ParserMessage } from "./worker/messages";

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
/** A thread that does not get the processor is given up after so many times its deadline. */
const PATIENCE = 12;
const LOOK_MS = 20;

type Document = { readonly source: Utf8; readonly path: string; readonly slug: string };
type Options = { /** The bundle of worker/main.ts. */ readonly workerPath: string; readonly deadlineMs?: number };

/** A parser in a thread of its own; a document that takes too long costs only its thread. */
export function createRunbookParser({ workerPath, deadlineMs = 5_000 }: Options): RunbookParser {
  let worker: Worker | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  const ask = async (
    { source, ...document }: Document & { readonly proseBecause?: string },
    timeoutMs: number,
  ): Promise<PackedRunbook | null> => {
    worker ??= await startWorker(workerPath);
    for (const piece of bytePieces(source)) {
      tell(worker, { kind: "source", piece });
      await nextTurn();
    }
    const answer = await answerOf(worker, { kind: "parse", ...document }, timeoutMs);
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

function tell(worker: Worker, message: ParserMessage): void {
  worker.postMessage(message);
}

/** What the thread makes of it; null when it died or had its time. */
async function answerOf(worker: Worker, message: ParserMessage, deadlineMs: number): Promise<PackedRunbook | null> {
  const over = new AbortController();
  const { signal } = over;
  const answer = once(worker, "message", { signal });
  tell(worker, message);
  try {
    const timeUp = [hadProcessor(worker, deadlineMs, signal), delay(deadlineMs * PATIENCE, null, { signal })];
    const [said] = (await Promise.race([answer, ...timeUp])) ?? [null];
    return said;
  } catch {
    return null;
  } finally {
    over.abort();
  }
}

/**
 * Resolves to null when the processor has given the thread so much time. A clock would not do: on a busy machine, which
 * is when a runbook is needed, a short text waits longer than it takes.
 */
async function hadProcessor(worker: Worker, ms: number, signal: AbortSignal): Promise<null> {
  const before = await worker.cpuUsage();
  for (let leftMs = ms; leftMs > 0; ) {
    await delay(Math.max(leftMs, LOOK_MS), null, { signal });
    const { user, system } = await worker.cpuUsage(before);
    leftMs = ms - (user + system) / 1000;
  }
  return null;
}
