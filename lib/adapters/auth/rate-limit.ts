import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";

export type RateLimit = { /** Calls allowed in one window. */ readonly calls: number; readonly windowMs: number };

type Window = { readonly endsAt: number; count: number };

/** Callers choose keys: with more than this, ended windows go, then the oldest. */
const MAX_WINDOWS = 10_000;
const MAX_KEY_LENGTH = 400;
const shared = globalThis as { headroomRateWindows?: Map<string, Window> };

/** Counts one call under a key; throws AppError `limit-exceeded` when the window is full. `at` is epoch milliseconds. */
export function countCall(key: string, limit: RateLimit, at: number): void {
  shared.headroomRateWindows ??= new Map();
  const windows = shared.headroomRateWindows;
  const name = key.slice(0, MAX_KEY_LENGTH);
  const found = windows.get(name);
  if (!found || found.endsAt <= at) {
    makeRoom(windows, at);
    windows.set(name, { endsAt: at + limit.windowMs, count: 1 });
    return;
  }
  found.count += 1;
  if (found.count > limit.calls) {
    const seconds = Math.ceil((found.endsAt - at) / 1000);
    throw new AppError("limit-exceeded", `Too many attempts. Try again in ${seconds} s.`);
  }
}

function makeRoom(windows: Map<string, Window>, at: number): void {
  if (windows.size < MAX_WINDOWS) {
    return;
  }
  for (const [key, window] of windows) {
    if (window.endsAt <= at) {
      windows.delete(key);
    }
  }
  // A tenth at once, so that a flood of keys does not sweep at every call.
  const surplus = windows.size - MAX_WINDOWS * 0.9;
  for (const key of [...windows.keys()].slice(0, Math.max(0, surplus))) {
    windows.delete(key);
  }
}
