import type { ActionResult } from "./action-result";

/**
 * Reads from one of this server's own routes, which answer `{ ok, data }` as `defineRoute` writes it. Throws an Error
 * whose message may be shown.
 */
export async function readJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal, headers: { accept: "application/json" } });
  const answer = await answerOf<T>(response);
  if (!answer?.ok) {
    throw refusal(response, answer);
  }
  return answer.data;
}

/** Why a route gave something else than what was asked for, as an Error whose message may be shown. */
export async function noAnswer(response: Response): Promise<Error> {
  return refusal(response, await answerOf(response));
}

async function answerOf<T>(response: Response): Promise<ActionResult<T> | null> {
  return response.headers.get("content-type")?.includes("json") === true ? response.json() : null;
}

function refusal(response: Response, answer: ActionResult<unknown> | null): Error {
  return new Error(answer && !answer.ok ? answer.error.message : `The server answered ${response.status}.`);
}
