import { noAnswer } from "./read-json";

/** What is worked on for longer is given on, and the page gets a turn. */
const SLICE_MS = 12;

/**
 * Reads what `packedReply` writes: what is at hand is given at once, so that the first of it is shown while the rest is on
 * its way. Throws an Error whose message may be shown.
 */
export async function* readPackedText(path: string, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  const response = await fetch(path, { signal });
  if (response.headers.get("content-type") !== "application/gzip" || !response.body) {
    throw await noAnswer(response);
  }
  const decoder = new TextDecoder();
  let texts: string[] = [];
  let givenAt = Number.NEGATIVE_INFINITY;
  for await (const bytes of chunksOf(response.body.pipeThrough(new DecompressionStream("gzip")))) {
    texts.push(decoder.decode(bytes, { stream: true }));
    if (performance.now() - givenAt > SLICE_MS) {
      yield texts;
      texts = [];
      await new Promise((resolve) => setTimeout(resolve, 0));
      givenAt = performance.now();
    }
  }
  yield [...texts, decoder.decode()];
}

async function* chunksOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield value;
    }
  } catch (error) {
    throw new Error("The connection broke off. Reload the page to read the rest.", { cause: error });
  } finally {
    // Of a stream that broke off this fails, as the reading did.
    reader.cancel().catch(() => undefined);
  }
}
