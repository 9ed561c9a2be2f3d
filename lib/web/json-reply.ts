import "server-only";
import { byteStream } from "./attachment";

/** Answers with data that is JSON already, as `defineRoute` would. Next packs it on the way. */
export function jsonReply(data: AsyncIterable<Uint8Array>): Response {
  return new Response(byteStream(answerWith(data)), {
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}

/** The data is begun before anything is given, so that whoever goes away early ends its reading, too. */
async function* answerWith(data: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let before = Buffer.from('{"ok":true,"data":');
  for await (const piece of data) {
    yield before.length === 0 ? piece : Buffer.concat([before, piece]);
    before = Buffer.alloc(0);
  }
  yield Buffer.from("}");
}
