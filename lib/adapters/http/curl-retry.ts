import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { type Attempted, type CurlCall, transfer } from "./curl-transfer";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 600_000;
const transientStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const CONNECT_FAILED = 7;
const TIMED_OUT = 28;
const NOT_RESOLVED = 6;

/** Asks for one address, again as `--retry` and its like say; gives the last attempt. */
export async function retried(address: string, call: CurlCall): Promise<Attempted> {
  const { retry } = call.options;
  const startedAt = performance.now();
  let usualMs = retry.delayMs ?? FIRST_PAUSE_MS;
  for (let left = retry.count; ; left -= 1) {
    const attempted = await transfer(address, call);
    const reason = left > 0 ? reasonToRetry(attempted, call) : null;
    const pauseMs = Math.max(usualMs, retryAfterMs(attempted));
    const elapsedMs = performance.now() - startedAt;
    if (reason === null || isOutOfTime(retry.maxTimeMs, { elapsedMs, pauseMs, usualMs })) {
      return attempted;
    }
    warn(`Problem: ${reason}. Will retry in ${seconds(pauseMs)}. ${left} retr${left === 1 ? "y" : "ies"} left.`, call);
    if (!(await hasPaused(pauseMs, call.io.signal))) {
      return { exitCode: 130, failure: null, received: null };
    }
    usualMs = retry.delayMs ?? Math.min(usualMs * 2, LONGEST_PAUSE_MS);
  }
}

function reasonToRetry({ exitCode, received }: Attempted, { options: { retry } }: CurlCall): string | null {
  if (exitCode === CONNECT_FAILED && retry.afterRefusal) {
    return "connection refused";
  }
  if (exitCode === TIMED_OUT || exitCode === NOT_RESOLVED) {
    return "timeout";
  }
  if (transientStatuses.has(received?.response.statusCode ?? 0)) {
    return "HTTP error";
  }
  const isFailure = exitCode !== 0 && exitCode !== 126 && exitCode !== 130;
  return isFailure && retry.afterAnyError ? "(retrying all errors)" : null;
}

function retryAfterMs({ received }: Attempted): number {
  const value = Number(received?.response.headers["retry-after"] ?? 0);
  return Number.isFinite(value) ? value * 1000 : 0;
}

type Times = { readonly elapsedMs: number; readonly pauseMs: number; readonly usualMs: number };

/** Only a pause that the server asks for is looked at before it begins. */
function isOutOfTime(maxTimeMs: number | undefined, { elapsedMs, pauseMs, usualMs }: Times): boolean {
  return maxTimeMs !== undefined && elapsedMs + (pauseMs > usualMs ? pauseMs : 0) >= maxTimeMs;
}

function warn(sentence: string, { options, io }: CurlCall): void {
  if (!options.flags.has("silent")) {
    io.write("stderr", `Warning: ${sentence}\n`);
  }
}

function seconds(milliseconds: number): string {
  const value = milliseconds / 1000;
  return `${value} second${value === 1 ? "" : "s"}`;
}

async function hasPaused(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(milliseconds, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) {
      return false;
    }
    throw error;
  }
}
