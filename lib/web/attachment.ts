/**
 * Headers of a download that no browser opens: bytes without a type, under the last part of `name`. The plain name
 * holds nothing that could end the header or lead to a folder; the real one follows in its encoded form (RFC 6266).
 */
export function attachmentHeaders(name: string, size: number): Readonly<Record<string, string>> {
  const last = name.split(/[/\\]/).at(-1)?.toWellFormed() ?? "";
  const plain =
    last
      .replace(/[^\w.-]/g, "_")
      .replace(/^\.+/, "_")
      .slice(-100) || "file";
  const encoded = encodeURIComponent(last.slice(-100).toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return {
    "content-type": "application/octet-stream",
    "content-length": String(size),
    "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "private, no-store",
  };
}

/** Bytes as the body of a response; whoever goes away ends the reading. */
export function byteStream(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await iterator.next();
      if (next.done) {
        controller.close();
      } else {
        controller.enqueue(next.value);
      }
    },
    cancel: async () => {
      await iterator.return?.();
    },
  });
}
