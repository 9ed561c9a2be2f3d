import "server-only";
import { ensureDemoAlertSource, ensureDemoPeople } from "@/lib/adapters/auth/demo";
import { type Config, getConfig } from "@/lib/adapters/config/config";
import { bootDatabase } from "@/lib/adapters/database/boot";
import type { Database } from "@/lib/adapters/database/transaction";
import type { Log } from "@/lib/adapters/log/log";
import { getLog } from "@/lib/adapters/log/process-log";
import { AppError } from "@/lib/core/kernel/app-error";
import type { Worker } from "@/lib/core/kernel/worker";
import { executionWorker } from "@/lib/features/execution/workers";
import { metricsWorker } from "@/lib/features/metrics/workers";
import { recordingWorker } from "@/lib/features/recording/workers";
import { runbookWorker } from "@/lib/features/runbook/workers";
import { drawFirstPages, ownOrigin } from "@/lib/web/first-pages";

/** The background work of every noun: lib/features/<noun>/workers.ts. */
const workers: readonly Worker[] = [runbookWorker, executionWorker, recordingWorker, metricsWorker];

/** How long workers may take to stop; what they leave unfinished is found again at the next start. */
const STOP_MS = 3_000;

/** Starts what this process needs, in the background: requests wait for the database, the port does not. */
export function startServer(): void {
  const config = readOrExit();
  const log = getLog();
  const database = bootDatabase({ config, log, prepare: (opened) => furnishDemo(config, opened) });
  const stops: Promise<() => Promise<void>>[] = [];
  const started = database.ready.then(async () => {
    stops.push(...workers.map((worker) => worker.start()));
    await Promise.all([...stops, drawFirstPages(ownOrigin(config), log)]);
  });
  stopWithProcess(async () => {
    await Promise.race([stopWorkers(stops), new Promise((resolve) => setTimeout(resolve, STOP_MS))]);
    await database.stop();
  }, log);
  started.catch(async (error: unknown) => {
    refuse(log, error);
    await database.stop();
    process.exit(1);
  });
}

async function furnishDemo(config: Config, database: Database): Promise<void> {
  if (config.isDemo) {
    await ensureDemoPeople(database);
  }
  if (config.demoAlertToken !== null) {
    await ensureDemoAlertSource(database, config.demoAlertToken);
  }
}

function readOrExit(): Config {
  try {
    return getConfig();
  } catch (error) {
    process.stderr.write(`headroom: ${error instanceof AppError ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

function refuse(log: Log, error: unknown): void {
  if (error instanceof AppError) {
    log.error(error.message, error.cause === undefined ? {} : { cause: error.cause });
  } else {
    log.error("Headroom could not start", { error });
  }
}

async function stopWorkers(stops: readonly Promise<() => Promise<void>>[]): Promise<void> {
  await Promise.allSettled(stops.map(async (started) => (await started)()));
}

/** On SIGTERM, on Ctrl-C, and when the process that started this one is gone. */
function stopWithProcess(stop: () => Promise<void>, log: Log): void {
  let stopping = false;
  const end = () => {
    if (stopping) {
      return;
    }
    stopping = true;
    stop()
      .catch((error: unknown) => log.error("Stopping failed", { error }))
      .finally(() => process.exit(0));
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  process.once("disconnect", end);
}
