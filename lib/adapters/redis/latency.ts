import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { CommandIo } from "@/lib/core/shell/command";
import type { RedisConnection } from "./redis-connection";

/** `once`: the figures of one interval. `history`: those of one after the other, until it is ended. */
export type Latency = { readonly kind: "once" | "history"; readonly intervalMs: number };

const SAMPLE_MS = 10;

type Figures = { readonly min: number; readonly max: number; readonly total: number; readonly count: number };

/** How long a PING takes, asked every ten milliseconds, as redis-cli measures it: in whole milliseconds. */
export async function measureLatency(connection: RedisConnection, latency: Latency, io: CommandIo): Promise<number> {
  for (;;) {
    const { figures, tookMs } = await measured(connection, latency.intervalMs, io.signal);
    const { min, max, total, count } = figures;
    const average = (total / count).toFixed(2);
    if (latency.kind === "once") {
      io.write("stdout", `${min} ${max} ${average} ${count}\n`);
      return 0;
    }
    const range = `${(tookMs / 1000).toFixed(2)} seconds range`;
    io.write("stdout", `min: ${min}, max: ${max}, avg: ${average} (${count} samples) -- ${range}\n`);
  }
}

async function measured(connection: RedisConnection, intervalMs: number, signal: AbortSignal) {
  const began = performance.now();
  let figures: Figures = { min: Number.POSITIVE_INFINITY, max: 0, total: 0, count: 0 };
  for (;;) {
    const asked = performance.now();
    await connection.ask(["PING"]);
    const took = Math.floor(performance.now() - asked);
    figures = {
      min: Math.min(figures.min, took),
      max: Math.max(figures.max, took),
      total: figures.total + took,
      count: figures.count + 1,
    };
    const tookMs = performance.now() - began;
    if (tookMs > intervalMs) {
      return { figures, tookMs };
    }
    await sleep(SAMPLE_MS, undefined, { signal });
  }
}
