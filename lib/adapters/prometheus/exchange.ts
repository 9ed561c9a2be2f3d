import "server-only";
import { type Dispatcher, fetch, type Response } from "undici";
import type { z } from "zod";
import { AppError } from "@/lib/core/kernel/app-error";
import type { PrometheusAccess } from "./access";
import { envelope } from "./reply";
import { type Failure, shouldRetry } from "./retry";
import { tlsSentence } from "./tls-sentence";

export type Endpoint = {
  readonly access: PrometheusAccess;
  readonly host: string;
  readonly timeoutMs: number;
  /** The connections, kept; throws AppError when a certificate's file cannot be read. */
  connections(): Dispatcher;
};

export type Question<T> = {
  /** Under `/api/v1/`. */
  readonly path: string;
  /** Null for what is only answered to GET. */
  readonly form: URLSearchParams | null;
  readonly data: z.ZodType<T>;
  readonly signal: AbortSignal;
};

type Outcome<T> = { readonly value: T } | { readonly failure: Failure; readonly error: AppError };

const MAX_REPLY_BYTES = 32 * 1024 * 1024;

/** Asks once, and once more where that can help (`shouldRetry`). Gives the envelope's data or throws AppError. */
export async function ask<T>(endpoint: Endpoint, question: Question<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await askOnce(endpoint, question);
    if ("value" in outcome) {
      return outcome.value;
    }
    if (!shouldRetry(outcome.failure, attempt)) {
      throw outcome.error;
    }
  }
}

async function askOnce<T>(endpoint: Endpoint, { path, form, data, signal }: Question<T>): Promise<Outcome<T>> {
  const limit = AbortSignal.timeout(endpoint.timeoutMs);
  try {
    const response = await fetch(`${endpoint.access.url}/api/v1/${path}`, {
      dispatcher: endpoint.connections(),
      ...(form === null ? { method: "GET" } : { method: "POST", body: form }),
      headers: endpoint.access.headers(),
      signal: AbortSignal.any([signal, limit]),
      redirect: "manual",
    });
    return readReply(endpoint, data, { status: response.status, text: await limitedText(response) });
  } catch (cause) {
    if (cause instanceof AppError) {
      return { failure: { kind: "bad-reply" }, error: cause };
    }
    return notReached(endpoint, cause, { isCancelled: signal.aborted, isLate: limit.aborted });
  }
}

function unavailable(failure: Failure, sentence: string, cause?: unknown): { failure: Failure; error: AppError } {
  return { failure, error: new AppError("upstream-unavailable", sentence, { cause }) };
}

function notReached(
  { access, host, timeoutMs }: Endpoint,
  cause: unknown,
  { isCancelled, isLate }: { readonly isCancelled: boolean; readonly isLate: boolean },
): Outcome<never> {
  if (isCancelled) {
    return unavailable({ kind: "cancelled" }, "The question to Prometheus was cancelled.", cause);
  }
  const untrusted = access.url.startsWith("https:") ? tlsSentence(host, cause) : null;
  return isLate
    ? unavailable({ kind: "timeout" }, `Prometheus at ${host} did not answer within ${timeoutMs / 1000} s.`, cause)
    : unavailable({ kind: "unreachable" }, untrusted ?? `Prometheus at ${host} cannot be reached.`, cause);
}

/** The body as text, up to a limit: an answer of any size would be held in memory, once for each who waits. */
async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_REPLY_BYTES) {
      throw new AppError("limit-exceeded", "Prometheus's answer is larger than 32 MiB: ask for fewer series or steps.");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

type Reply = { readonly status: number; readonly text: string };

function readReply<T>({ host }: Endpoint, schema: z.ZodType<T>, { status, text }: Reply): Outcome<T> {
  const told = envelope.safeParse(parsedJson(text));
  const failure: Failure = { kind: "status", status, fromPrometheus: told.success };
  if (status === 401 || status === 403) {
    return unavailable(failure, `Prometheus at ${host} refused the credentials (${status}).`);
  }
  if (!told.success) {
    return unavailable(failure, strangerSentence(host, status), told.error);
  }
  if (told.data.status === "error") {
    const code = status < 500 ? "invalid-input" : "upstream-unavailable";
    return { failure, error: new AppError(code, `Prometheus: ${told.data.error}`) };
  }
  const data = schema.safeParse(told.data.data);
  return data.success
    ? { value: data.data }
    : unavailable({ kind: "bad-reply" }, `Prometheus at ${host} gave an answer of an unknown form.`, data.error);
}

function strangerSentence(host: string, status: number): string {
  return status >= 300 && status < 400
    ? `${host} redirects instead of answering as a Prometheus (status ${status}): a login page, or not its final address.`
    : `What answers at ${host} is not a Prometheus (status ${status}).`;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}
