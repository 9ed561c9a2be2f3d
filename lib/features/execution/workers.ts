import "server-only";
import { z } from "zod";
import { getConfig } from "@/lib/adapters/config/config";
import { databaseReady, openedDatabase } from "@/lib/adapters/database/client";
import { subscribe } from "@/lib/adapters/database/listen";
import { NOTIFY_CHANNEL } from "@/lib/adapters/database/record-event";
import type { Scope } from "@/lib/adapters/database/transaction";
import { getLog } from "@/lib/adapters/log/process-log";
import type { SandboxResult } from "@/lib/adapters/sandbox/sandbox-run";
import { type Actor, isActor } from "@/lib/core/kernel/actor";
import type { Worker } from "@/lib/core/kernel/worker";
import { keptText, type OutputPiece } from "@/lib/core/output/kept-output";
import { keptVariables } from "@/lib/core/shell/kept-variables";
import { runLimits } from "@/lib/core/shell/limits";
import { createScrubber } from "@/lib/core/shell/scrub-secrets";
import type { FilesLeft } from "@/lib/features/artifact/mutations/keep-files";
import { collectFiles, givenFiles } from "@/lib/features/artifact/runtime";
import { configuredSecrets, grantFor, nativeCommands } from "@/lib/features/command/runtime";
import { readPieces } from "@/lib/features/timeline/data";
import { listAbandonedRuns } from "./data";
import { appendOutput } from "./mutations/append-output";
import { finishRun, type RunOutcome } from "./mutations/finish-run";
import { renewLease } from "./mutations/renew-lease";
import { type Lease, type PlannedRun, startRun } from "./mutations/start-run";
import { artifacts, planRun, sandbox } from "./runtime";
import type { StartRunInput } from "./schema";

const NO_FILES: FilesLeft = { stored: [], refused: [] };
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;
const FLUSH_MS = 40;
/** The first run finds its process waiting; the start of the server goes before. */
const WARM_AFTER_MS = 3_000;

type ActiveRun = { readonly controller: AbortController; canceller: Actor | null };

declare global {
  // Actions and instrumentation are bundled apart; what runs is known to both.
  var headroomRuns: Map<string, ActiveRun> | undefined;
}

function activeRuns(): Map<string, ActiveRun> {
  globalThis.headroomRuns ??= new Map();
  return globalThis.headroomRuns;
}

/** One process at a time works on a data folder, so the folder names the owner across restarts. */
function leaseOwner(): string {
  return getConfig().dataFolder;
}

function lease(): Lease {
  return { owner: leaseOwner(), until: new Date(Date.now() + LEASE_MS) };
}

async function scopeOf(actor: Actor): Promise<Scope> {
  return { actor, database: await databaseReady(), now: new Date() };
}

const reaper: Actor = { kind: "system", name: "Headroom" };

/** Plans, records and starts a run, and gives its id without waiting for it: output and end come by the stream. */
export async function launchRun(scope: Scope, input: StartRunInput): Promise<string> {
  const plan = await planRun(scope, input);
  const { runId, isNew } = await startRun(scope, plan, lease());
  if (isNew) {
    void execute(plan, scope.actor);
  }
  return runId;
}

async function execute(plan: PlannedRun, actor: Actor): Promise<void> {
  const run: ActiveRun = { controller: new AbortController(), canceller: null };
  activeRuns().set(plan.runId, run);
  const known = new Set(configuredSecrets());
  const output = openOutput(plan.runId, known);
  const files = collectFiles(known, artifacts());
  try {
    const result = await sandbox().run({
      script: plan.script,
      variables: plan.variables,
      commands: nativeCommands(plan, (value) => known.add(value)),
      grant: grantFor(plan, actor),
      signal: run.controller.signal,
      files: await givenFiles(await databaseReady(), plan.incidentId),
      keepFile: files.keep,
      onOutput: output.push,
    });
    const { kept, leftOut } = keptVariables({ before: plan.variables, after: result.variables, known }, runLimits);
    output.push({ stream: "stderr", text: leftOutNotice(leftOut) });
    await output.close();
    await settle(plan, { actor: run.canceller ?? actor, result: { ...result, variables: kept }, files: files.left() });
  } catch (error) {
    getLog().error("A run could not be executed", { runId: plan.runId, error });
    await output.close();
    const result = { exitCode: 1, ended: "crashed", variables: {} } as const;
    await settle(plan, { actor: reaper, result, files: files.left() });
  } finally {
    activeRuns().delete(plan.runId);
  }
}

function leftOutNotice(names: readonly string[]): string {
  return names.length === 0
    ? ""
    : `headroom: not kept for later runs, being too large or too many: ${names.slice(0, 5).join(", ")}\n`;
}

/** A line that does not end is shown after this long, though a secret in it could be cut in two. */
const HOLD_MS = 1_000;

/**
 * Collects output without its secrets and writes it in batches: the first at once, then one row for what came within a
 * few frames, one notification each.
 */
function openOutput(runId: string, known: ReadonlySet<string>) {
  let waiting: OutputPiece[] = [];
  let seq = 0;
  let timer: NodeJS.Timeout | null = null;
  let flushedAt = Number.NEGATIVE_INFINITY;
  let hold: NodeJS.Timeout | null = null;
  let writing = Promise.resolve();
  const scrubbers = { stdout: createScrubber(known), stderr: createScrubber(known) };
  const flush = () => {
    timer = null;
    flushedAt = performance.now();
    const pieces = waiting;
    waiting = [];
    if (pieces.length > 0) {
      writing = writing.then(() => persistently(async () => appendOutput(await databaseReady(), runId, pieces)));
    }
  };
  const add = (stream: OutputPiece["stream"], text: string) => {
    if (text !== "") {
      const last = waiting.at(-1);
      if (last?.stream === stream) {
        waiting[waiting.length - 1] = { ...last, text: last.text + text };
      } else {
        seq += 1;
        waiting.push({ seq, stream, text });
      }
      timer ??= setTimeout(flush, Math.max(0, flushedAt + FLUSH_MS - performance.now()));
    }
  };
  const release = () => {
    hold = null;
    add("stdout", scrubbers.stdout.end());
    add("stderr", scrubbers.stderr.end());
  };
  return {
    push: ({ stream, text }: { readonly stream: OutputPiece["stream"]; readonly text: string }) => {
      add(stream, scrubbers[stream].push(text));
      hold ??= setTimeout(release, HOLD_MS);
    },
    close: () => {
      clearTimeout(hold ?? undefined);
      release();
      const hidden = scrubbers.stdout.count + scrubbers.stderr.count;
      add(
        "stderr",
        hidden === 0 ? "" : `headroom: ${hidden} ${hidden === 1 ? "secret is" : "secrets are"} not shown\n`,
      );
      clearTimeout(timer ?? undefined);
      flush();
      return writing;
    },
  };
}

type End = { readonly actor: Actor; readonly result: SandboxResult; readonly files: FilesLeft };

async function settle(plan: PlannedRun, end: End): Promise<void> {
  const { result, files } = end;
  const status = statusOf(result);
  const variables = status === "succeeded" ? result.variables : {};
  await persistently(async () => {
    await endRun(await scopeOf(end.actor), {
      runId: plan.runId,
      status,
      exitCode: result.exitCode,
      ended: result.ended,
      variables,
      files,
    });
  });
}

function statusOf({ ended, exitCode }: SandboxResult): RunOutcome["status"] {
  if (ended === "cancelled") {
    return "cancelled";
  }
  return ended === "exit" && exitCode === 0 ? "succeeded" : "failed";
}

/** Moves the pieces of output into a content-addressed file and ends the run with its hash. */
async function endRun(scope: Scope, outcome: Omit<RunOutcome, "outputHash" | "outputBytes">): Promise<void> {
  const pieces = await readPieces(scope.database, outcome.runId, 0);
  const stored = pieces.length > 0 ? await artifacts().put(Buffer.from(keptText(pieces))) : null;
  const outputBytes = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece.text), 0);
  await finishRun(scope, { ...outcome, outputHash: stored?.hash ?? null, outputBytes });
}

/** Tries again while the database is away; after a minute the lease has run out and the reaper tells the truth. */
async function persistently(work: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      getLog().warn("Writing a run failed; trying again", { attempt, error });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

const cancelMessage = z.object({
  runId: z.string(),
  actor: z.custom<Actor>(isActor),
});

function takeCancel(payload: string): void {
  if (!payload.startsWith("cancel:")) {
    return;
  }
  const { runId, actor } = cancelMessage.parse(JSON.parse(payload.slice("cancel:".length)));
  const run = activeRuns().get(runId);
  if (run) {
    run.canceller = actor;
    run.controller.abort();
  }
}

async function reap(isBoot: boolean): Promise<void> {
  const scope = await scopeOf(reaper);
  const abandoned = await listAbandonedRuns(scope.database, { now: scope.now, owner: leaseOwner(), isBoot });
  for (const { id } of abandoned.filter((run) => !activeRuns().has(run.id))) {
    await endRun(scope, {
      runId: id,
      status: "interrupted",
      exitCode: null,
      ended: "crashed",
      variables: {},
      files: NO_FILES,
    });
  }
}

async function keepLeases(): Promise<void> {
  for (const [runId, run] of activeRuns()) {
    if (!(await renewLease(await databaseReady(), runId, lease()))) {
      run.controller.abort();
    }
  }
}

/**
 * Marks what an earlier life of this process left running as interrupted, then keeps leases, reaps other processes'
 * lost runs and takes cancel requests until stopped.
 */
export const executionWorker: Worker = { name: "execution", start: startExecution };

async function startExecution(): Promise<() => Promise<void>> {
  await reap(true);
  const tick = setInterval(() => {
    keepLeases()
      .then(() => reap(false))
      .catch((error: unknown) => getLog().warn("The run keeper failed; trying again", { error }));
  }, RENEW_MS);
  const cancels = subscribe({
    url: (await openedDatabase()).url,
    channel: NOTIFY_CHANNEL,
    onPayload: takeCancel,
    onGap: () => undefined,
  });
  await cancels.ready;
  const warming = setTimeout(sandbox, WARM_AFTER_MS);
  return async () => {
    clearTimeout(warming);
    clearInterval(tick);
    for (const run of activeRuns().values()) {
      run.controller.abort();
    }
    await cancels.close();
    await globalThis.headroomSandbox?.close();
  };
}
