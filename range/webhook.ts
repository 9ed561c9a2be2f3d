import { setTimeout as sleep } from "node:timers/promises";
import type { WebhookPayload } from "./alert-tracker.ts";

export interface WebhookOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly firstRetryMs?: number;
}

export interface Webhook {
  /** Queues a payload; payloads arrive in order. */
  send(payload: WebhookPayload): void;
  close(): void;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
const TIMEOUT_MS = 10_000;

/** Posts payloads one after the other; one that is not accepted is tried again, with longer and longer pauses. */
export function createWebhook(options: WebhookOptions): Webhook {
  const abort = new AbortController();
  let queue: Promise<void> = Promise.resolve();

  const post = async (payload: WebhookPayload): Promise<boolean> => {
    const authorization = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
    const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const headers = { "content-type": "application/json", ...authorization };
    const response = await fetch(options.url, { method: "POST", headers, body: JSON.stringify(payload), signal });
    await response.body?.cancel();
    return response.ok;
  };
  const deliver = async (payload: WebhookPayload): Promise<void> => {
    let pauseMs = options.firstRetryMs ?? FIRST_RETRY_MS;
    while (!abort.signal.aborted && !(await post(payload).catch(() => false))) {
      await sleep(pauseMs, undefined, { signal: abort.signal }).catch(() => undefined);
      pauseMs = Math.min(LONGEST_RETRY_MS, pauseMs * 2);
    }
  };
  return {
    send: (payload) => {
      queue = queue.then(() => deliver(payload));
    },
    close: () => abort.abort(),
  };
}
