import "server-only";
import type { Log } from "@/lib/adapters/log/log";

/** What anybody may ask for: a page, the way to it from a closed one, and who is there. */
const ADDRESSES = ["/sign-in", "/runbooks", "/api/auth/get-session"];
const TIMES = 3;
const PATIENCE_MS = 20_000;

// Routes and instrumentation.ts are bundled apart and share no module state.
const shared: { headroomIsWarm?: boolean } = globalThis as { headroomIsWarm?: boolean };

/** False until this server has drawn its first pages. */
export function isWarm(): boolean {
  return shared.headroomIsWarm === true;
}

/**
 * Has this server draw its first pages for itself. The very first holds the event loop for a quarter of a second, while its
 * code is compiled: that belongs before the server says that it is healthy. Pages that fail are left to those who ask.
 */
export async function drawFirstPages(origin: string, log: Log): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    for (let time = 0; time < TIMES; time += 1) {
      for (const address of ADDRESSES) {
        const response = await fetch(`${origin}${address}`, { signal, redirect: "manual" });
        await response.arrayBuffer();
      }
    }
  } catch (error) {
    log.warn("The first pages could not be drawn ahead: the first visitor waits for them", { error });
  }
  shared.headroomIsWarm = true;
}

/** Where this server answers itself, by what it listens on. */
export function ownOrigin({ host, port }: { readonly host: string; readonly port: number }): string {
  const addresses: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };
  return `http://${addresses[host] ?? (host.includes(":") ? `[${host}]` : host)}:${port}`;
}
