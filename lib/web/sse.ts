import "server-only";
import { getLog } from "@/lib/adapters/log/process-log";

export type ServerSentEvent = {
  /** Comes back as `lastEventId` after a reconnection. */
  readonly id?: string;
  readonly event?: string;
  /** Sent as JSON. */
  readonly data: unknown;
};

export type EventStream = {
  /** The id of the last event this browser has seen, or null on its first connection. */
  readonly lastEventId: string | null;
  /** Aborted when the browser is gone or the stream is closed: stop listening then. */
  readonly signal: AbortSignal;
  /** Queues one event; does nothing when the stream has ended. */
  send(event: ServerSentEvent): void;
  /** Ends it, and logs why. */
  fail(error: unknown): void;
  close(): void;
};

const limits = {
  heartbeatMs: 15_000,
  /** A browser this far behind is cut off; it reconnects and reads on from its last id. */
  backlogBytes: 8 * 1024 * 1024,
  /** Told to the browser: how long it waits before it reconnects. */
  retryMs: 1_000,
};
const encoder = new TextEncoder();

/** A response that stays open and carries what `serve` sends, with heartbeats, until either side ends it. */
export function eventStream(request: Request, serve: (stream: EventStream) => void | Promise<void>): Response {
  const ending = new AbortController();
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        startStream({ request, ending, controller, serve });
      },
      cancel: () => ending.abort(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: limits.backlogBytes }),
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // no-transform also keeps compression, which would buffer, away.
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

type StreamParts = {
  readonly request: Request;
  readonly ending: AbortController;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  readonly serve: (stream: EventStream) => void | Promise<void>;
};

function startStream({ request, ending, controller, serve }: StreamParts): void {
  const { signal } = ending;
  const write = (text: string) => {
    if (signal.aborted) {
      return;
    }
    controller.enqueue(encoder.encode(text));
    if ((controller.desiredSize ?? 0) <= 0) {
      ending.abort();
    }
  };
  const heartbeat = setInterval(() => write(": \n\n"), limits.heartbeatMs);
  signal.addEventListener(
    "abort",
    () => {
      clearInterval(heartbeat);
      closeQuietly(controller);
    },
    { once: true },
  );
  const leave = () => ending.abort();
  request.signal.addEventListener("abort", leave, { once: true, signal });
  if (request.signal.aborted) {
    leave();
    return;
  }
  write(`retry: ${limits.retryMs}\n\n`);
  const fail = (error: unknown) => {
    getLog().error("An event stream failed", { url: new URL(request.url).pathname, error });
    leave();
  };
  const stream: EventStream = {
    lastEventId: request.headers.get("last-event-id"),
    signal,
    send: (event) => write(format(event)),
    fail,
    close: leave,
  };
  Promise.resolve()
    .then(() => serve(stream))
    .catch(fail);
}

function format({ id, event, data }: ServerSentEvent): string {
  const head = `${id === undefined ? "" : `id: ${id}\n`}${event === undefined ? "" : `event: ${event}\n`}`;
  return `${head}data: ${JSON.stringify(data)}\n\n`;
}

/** The stream may already be cancelled by the browser, which is just as well. */
function closeQuietly(controller: ReadableStreamDefaultController<Uint8Array>): void {
  try {
    controller.close();
  } catch (error) {
    if (!(error instanceof TypeError)) {
      throw error;
    }
  }
}
