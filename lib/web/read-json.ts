import type { ActionResult } from "./action-result";

/**
 * Reads from one of this server's own routes, which answer `{ ok, data }` as `defineRoute` writes it. Throws an Error
 * whose message may be shown.
 */
export async function readJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal, headers: { accept: "application/json" } });
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  if (!isJson) {
    throw new Error(`The server answered ${response.status}.`);
  }
  const answer: ActionResult<T> = await response.json();
  if (!answer.ok) {
    throw new Error(answer.error.message);
  }
  return answer.data;
}
