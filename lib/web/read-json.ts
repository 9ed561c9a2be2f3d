import type { ActionResult } from "./action-result";

/**
 * Reads from one of this server's own routes, which answer `{ ok, data }` as `defineRoute` writes it, or packed as
 * `jsonReply` does. Throws an Error whose message may be shown.
 */
export async function readJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal, headers: { accept: "application/json, application/gzip" } });
  const json = jsonOf(response);
  if (!json) {
    throw new Error(`The server answered ${response.status}.`);
  }
  const answer: ActionResult<T> = await json.json();
  if (!answer.ok) {
    throw new Error(answer.error.message);
  }
  return answer.data;
}

function jsonOf(response: Response): Response | null {
  const type = response.headers.get("content-type") ?? "";
  if (type === "application/gzip" && response.body) {
    return new Response(response.body.pipeThrough(new DecompressionStream("gzip")));
  }
  return type.includes("json") ? response : null;
}
