import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";

export type RateLimit = { /** Calls allowed in one window. */ readonly calls: number; readonly windowMs: number };

type Window = { readonly endsAt: number; count: number };

/** More keys than this and the ended windows are swept. */
const SWEEP_AT = 10_000;
const shared = globalThis as { headroomRateWindows?: Map<string, Window> };

/** Counts one call under a key; throws AppError `limit-exceeded` when the window is full. `at` is epoch milliseconds. */
export function countCall(key: string, limit: RateLimit, at: number): void {
  shared.headroomRateWindows ??= new Map();
  const windows = shared.headroomRateWindows;
  if (windows.size >= SWEEP_AT) {
    sweep(windows, at);
  }
  const found = windows.get(key);
  if (!found || found.endsAt <= at) {
    windows.set(key, { endsAt: at + limit.windowMs, count: 1 });
    return;
  }
  found.count += 1;
  if (found.count > limit.calls) {
    const seconds = Math.ceil((found.endsAt - at) / 1000);
    throw new AppError("limit-exceeded", `Too many attempts. Try again in ${seconds} s.`);
  }
}

function sweep(windows: Map<string, Window>, at: number): void {
  for (const [key, window] of windows) {
    if (window.endsAt <= at) {
      windows.delete(key);
    }
  }
}
