import "server-only";
import { Redis } from "ioredis";
import type { Reply } from "./redis-reply";

export type RedisConnection = {
  /** An error that Redis answers is a value. Rejects when the connection breaks. */
  ask(words: readonly string[]): Promise<Reply>;
  /** Every command that the server runs, as `MONITOR` prints it, until the signal. */
  monitor(onLine: (line: string) => void, signal: AbortSignal): Promise<void>;
  close(): void;
};

const CONNECT_TIMEOUT_MS = 10_000;

/** Connects once; rejects with the system's error or Redis's own (a wrong password). Nothing is tried again. */
export async function connectRedis(url: string): Promise<RedisConnection> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    disableClientInfo: true,
    // As redis-cli speaks: RESP3 nests what it prints flat, and its HELLO would stand in the server's slow log.
    protocol: 2,
  });
  // The reason comes as an event; what `connect` rejects with only says that the connection is closed.
  let reason: Error | null = null;
  client.on("error", (error) => {
    reason ??= error;
  });
  try {
    await client.connect();
  } catch (error) {
    client.disconnect();
    throw reason ?? error;
  }
  return {
    ask: (words) => ask(client, words),
    monitor: (onLine, signal) => monitor(client, onLine, signal),
    close: () => client.disconnect(),
  };
}

const STATUS = "+".charCodeAt(0);

/** One at a time. A status comes as a string, text as bytes: ioredis gives both as bytes, the first one sent tells. */
async function ask(client: Redis, [name = "", ...args]: readonly string[]): Promise<Reply> {
  let isStatus = false;
  client.stream?.prependOnceListener("data", (sent: Buffer) => {
    isStatus = sent[0] === STATUS;
  });
  try {
    // In capitals: ioredis turns the replies of `hgetall` and others, known by their small letters, into objects.
    const reply = (await client.callBuffer(name.toUpperCase(), ...args)) as Reply;
    return isStatus ? String(reply) : reply;
  } catch (error) {
    if (error instanceof Error && error.name === "ReplyError") {
      return error;
    }
    throw error;
  }
}

async function monitor(client: Redis, onLine: (line: string) => void, signal: AbortSignal): Promise<void> {
  const watching = await client.monitor();
  onLine("OK");
  watching.on("monitor", (...[time, args, source, database]: [string, readonly string[], string, string]) => {
    onLine(`${time} [${database} ${source}] ${args.map((word) => `"${word}"`).join(" ")}`);
  });
  await new Promise<void>((resolve) => {
    watching.once("close", resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  watching.disconnect();
}
