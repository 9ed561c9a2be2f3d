import "server-only";
import { Client } from "pg";

export type ListenOptions = {
  readonly url: string;
  /** A Postgres channel: a lower-case identifier. */
  readonly channel: string;
  readonly onPayload: (payload: string) => void;
  /** Called after each (re)connection: anything sent before it may have been missed, so read the tables. */
  readonly onGap: () => void;
};

export type Subscription = {
  /** Resolves when the first connection listens. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
};

const backOff = { firstMs: 50, lastMs: 5_000 };

/** Listens on a channel until closed, over a connection of its own, and reconnects with back-off. */
export function subscribe(options: ListenOptions): Subscription {
  const stopping = new AbortController();
  let current: Client | null = null;
  let resolveReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    resolveReady = resolve;
  });
  const loop = async () => {
    for (let pauseMs = backOff.firstMs; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, backOff.lastMs)) {
      const client = newClient(options.url);
      current = client;
      if (await listen(client, options)) {
        resolveReady();
        pauseMs = backOff.firstMs;
        await ended(client, stopping.signal);
      }
      await client.end().catch(() => undefined);
      await pause(pauseMs, stopping.signal);
    }
  };
  const done = loop();
  return {
    ready,
    close: async () => {
      stopping.abort();
      await current?.end().catch(() => undefined);
      await done;
    },
  };
}

function newClient(url: string): Client {
  const client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 });
  // Without a listener an error of an idle connection ends the process; `end` follows it.
  client.on("error", () => undefined);
  return client;
}

async function listen(client: Client, { channel, onPayload, onGap }: ListenOptions): Promise<boolean> {
  try {
    await client.connect();
    client.on("notification", (message) => {
      onPayload(message.payload ?? "");
    });
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
  } catch {
    return false;
  }
  onGap();
  return true;
}

function ended(client: Client, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    client.once("end", () => {
      resolve();
    });
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
