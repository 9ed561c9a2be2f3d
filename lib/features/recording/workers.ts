import "server-only";
import { databaseReady } from "@/lib/adapters/database/client";
import type { Scope } from "@/lib/adapters/database/transaction";
import { getLog } from "@/lib/adapters/log/process-log";
import type { Worker } from "@/lib/core/kernel/worker";
import { type ClaimedSample, claimSample } from "./mutations/claim-sample";
import { keepSample } from "./mutations/keep-sample";
import { takeSample } from "./runtime";
import { recordingLimits } from "./schema";

const LOOK_MS = 1_000;
const AT_ONCE = 4;
/** A little longer than a sample may take: then its taker is gone. */
const LEASE_MS = recordingLimits.sampleTimeoutMs + 15_000;

/** Takes the samples that are due, of all recordings, some at a time. */
export const recordingWorker: Worker = {
  name: "recording",
  start: async () => {
    const stopping = new AbortController();
    const busy = new Set<Promise<void>>();
    let isLooking = false;
    const look = async () => {
      if (isLooking) {
        return;
      }
      isLooking = true;
      try {
        for (let due = await claimNext(busy.size); due; due = await claimNext(busy.size)) {
          const work: Promise<void> = keepOne(due, stopping.signal).finally(() => busy.delete(work));
          busy.add(work);
        }
      } catch (error) {
        getLog().warn("Looking for samples to take failed; trying again", { error });
      } finally {
        isLooking = false;
      }
    };
    const timer = setInterval(() => void look(), LOOK_MS);
    return async () => {
      clearInterval(timer);
      stopping.abort();
      await Promise.all(busy);
    };
  },
};

async function claimNext(busy: number): Promise<ClaimedSample | null> {
  const now = new Date();
  return busy >= AT_ONCE ? null : claimSample(await databaseReady(), now, new Date(now.getTime() + LEASE_MS));
}

/** What a stopping process leaves unfinished is taken anew when the lease has run out. */
async function keepOne(due: ClaimedSample, signal: AbortSignal): Promise<void> {
  try {
    const sample = await takeSample(due, signal);
    if (!signal.aborted) {
      await keepSample(await systemScope(), due, sample);
    }
  } catch (error) {
    getLog().warn("A sample could not be taken; it is tried again", { recordingId: due.recording.id, error });
  }
}

async function systemScope(): Promise<Scope> {
  return { actor: { kind: "system", name: "Headroom" }, database: await databaseReady(), now: new Date() };
}
