import "server-only";
import { type ChildProcess, fork } from "node:child_process";
import { type RunLimits, runLimits } from "@/lib/core/shell/limits";
import { createChildPool } from "./child-pool";
import { endedBy, type SandboxRequest, type SandboxResult } from "./sandbox-run";
import { superviseRun } from "./supervise-run";

export type Sandbox = {
  /** Interprets one script in a child process of its own. Never throws for what the script does. */
  run(request: SandboxRequest): Promise<SandboxResult>;
  /** Ends the waiting children. Runs go on until their signal fires. */
  close(): Promise<void>;
};

type Options = {
  /** The bundle made from child/main.ts. */
  readonly childPath: string;
  /** Children kept waiting, so that a run does not pay for the start of a process, nor the one that follows it. */
  readonly warm?: number;
  readonly limits?: Partial<RunLimits>;
};

/** The start of a process takes a core for a moment: what the run that took the last one shows first goes before. */
const REFILL_MS = 500;

/**
 * A pool of sandbox children. A child runs one script and ends: nothing is left for the next. It has no environment,
 * no credentials, no file system but its own bundle to read, no right to start processes or threads, and its bundle
 * holds no network code (docs/threat-model.md).
 */
export function createSandbox({ childPath, warm = 2, limits = {} }: Options): Sandbox {
  const all = { ...runLimits, ...limits };
  const pool = createChildPool({ start: () => startChild(childPath, all.sandboxMemoryBytes), warm });
  pool.refill();
  return {
    run: async (request) => {
      const child = await pool.take(request.signal);
      if (!child) {
        return request.signal.aborted ? endedBy("cancelled", 130) : endedBy("crashed", 1);
      }
      setTimeout(pool.refill, REFILL_MS).unref();
      try {
        return await superviseRun(child, request, { ...all, ...request.limits });
      } finally {
        // Whoever runs one after the other waits for the next already.
        if (pool.waiting() === 0) {
          pool.refill();
        }
      }
    },
    close: async () => pool.close(),
  };
}

/** Starts a child with nothing of its parent: no environment, no files but its bundle, no threads, no programs. */
export function startChild(childPath: string, memoryBytes: number): ChildProcess {
  const child = fork(childPath, [], {
    env: { NODE_ENV: "production" },
    cwd: "/",
    execArgv: [
      "--permission",
      `--allow-fs-read=${childPath}`,
      `--max-old-space-size=${Math.floor(memoryBytes / 1024 / 1024)}`,
      "--no-warnings",
    ],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    serialization: "advanced",
  });
  // A child that dies while it waits is replaced when the next run looks for one.
  child.on("error", () => undefined);
  child.unref();
  child.channel?.unref();
  return child;
}
