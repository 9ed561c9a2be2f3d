import "server-only";
import type { ChildProcess } from "node:child_process";

export type ChildPool = {
  /** A child that waits for its script; null when `signal` fires first, or when none comes up. */
  take(signal: AbortSignal): Promise<ChildProcess | null>;
  /** Starts what is missing of those that are kept waiting. */
  refill(): void;
  /** How many wait for their script. */
  waiting(): number;
  /** Ends the waiting children, and those that are on their way. */
  close(): void;
};

type Options = {
  /** Starts a child, whose first message says that it is up. */
  readonly start: () => ChildProcess;
  /** Children kept waiting. */
  readonly warm: number;
};

/** More at once, and what they have to compile takes the cores from the server. */
const STARTS_AT_ONCE = 2;
const START_MS = 30_000;

/** Children that are up before they are needed. Those that want one at once are served in the order they came. */
export function createChildPool({ start, warm }: Options): ChildPool {
  const waiting: ChildProcess[] = [];
  const starting = new Set<ChildProcess>();
  const takers = new Set<(child: ChildProcess | null) => void>();
  let spare = 0;
  let isClosed = false;

  const advance = () => {
    const wanted = () => takers.size + Math.max(0, spare - waiting.length);
    while (!isClosed && starting.size < Math.min(STARTS_AT_ONCE, wanted())) {
      begin();
    }
  };
  const begin = () => {
    const child = start();
    starting.add(child);
    const settle = (isUp: boolean) => {
      clearTimeout(timer);
      if (!starting.delete(child)) {
        return;
      }
      const [taker] = takers;
      if (!isUp) {
        child.kill("SIGKILL");
        // The next run tries again: a child that never comes up is not started for ever.
        spare = 0;
        taker?.(null);
      } else if (taker) {
        taker(child);
      } else {
        waiting.push(child);
      }
      advance();
    };
    const timer = setTimeout(() => settle(false), START_MS);
    child.once("message", () => settle(true));
    child.once("exit", () => settle(false));
    child.once("error", () => settle(false));
  };
  const next = (signal: AbortSignal) =>
    new Promise<ChildProcess | null>((resolve) => {
      const give = (child: ChildProcess | null) => {
        signal.removeEventListener("abort", leave);
        takers.delete(give);
        resolve(child);
      };
      const leave = () => give(null);
      signal.addEventListener("abort", leave, { once: true });
      takers.add(give);
      advance();
    });
  return {
    take: async (signal) => {
      if (signal.aborted || isClosed) {
        return null;
      }
      const child = takeLiving(waiting);
      spare = waiting.length;
      return child ?? next(signal);
    },
    refill: () => {
      spare = warm;
      advance();
    },
    waiting: () => waiting.length,
    close: () => {
      isClosed = true;
      for (const child of [...waiting.splice(0), ...starting]) {
        child.kill("SIGKILL");
      }
      for (const give of takers) {
        give(null);
      }
    },
  };
}

function takeLiving(waiting: ChildProcess[]): ChildProcess | undefined {
  let child = waiting.shift();
  while (child && (child.exitCode !== null || child.signalCode !== null)) {
    child = waiting.shift();
  }
  return child;
}
