import "server-only";
import { pipeline, Readable } from "node:stream";
import { constants, createGzip } from "node:zlib";
import { byteStream } from "./attachment";

/**
 * Answers with data that is JSON already, as `defineRoute` would, packed at the quickest level: what Next does to large
 * answers by itself takes four times as long, for a fifth less.
 */
export function packedReply(data: AsyncIterable<Uint8Array>, request: Request): Response {
  // Without no-transform Next packs what is packed.
  const headers = {
    "content-type": "application/json",
    "cache-control": "no-store, no-transform",
    vary: "accept-encoding",
  };
  const answer = Readable.from(answerWith(data));
  if (!/\bgzip\b/.test(request.headers.get("accept-encoding") ?? "")) {
    return new Response(byteStream(answer), { headers });
  }
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  // Whoever reads the body is told of what went wrong.
  pipeline(answer, gzip, () => undefined);
  return new Response(byteStream(gzip), { headers: { ...headers, "content-encoding": "gzip" } });
}

async function* answerWith(data: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"ok":true,"data":');
  yield* data;
  yield Buffer.from("}");
}
