import { noAnswer } from "./read-json";

/** What is worked on for longer is given on, and the page gets a turn. */
const SLICE_MS = 12;

/**
 * Reads what `packedReply` writes, as whole lines: those at hand are given at once, so that the first are shown while the
 * rest is on its way. Throws an Error whose message may be shown.
 */
export async function* readPackedLines(path: string, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  const response = await fetch(path, { signal });
  if (response.headers.get("content-type") !== "application/gzip" || !response.body) {
    throw await noAnswer(response);
  }
  const texts = response.body.pipeThrough(new DecompressionStream("gzip")).pipeThrough(new TextDecoderStream());
  let begun = "";
  let lines: string[] = [];
  let givenAt = Number.NEGATIVE_INFINITY;
  for await (const text of chunksOf(texts)) {
    const [first = "", ...others] = text.split("\n");
    begun += first;
    if (others.length > 0) {
      lines.push(begun, ...others.slice(0, -1));
      begun = others.at(-1) ?? "";
    }
    if (lines.length > 0 && performance.now() - givenAt > SLICE_MS) {
      yield lines;
      lines = [];
      await new Promise((resolve) => setTimeout(resolve, 0));
      givenAt = performance.now();
    }
  }
  yield begun === "" ? lines : [...lines, begun];
}

async function* chunksOf(stream: ReadableStream<string>): AsyncGenerator<string> {
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
