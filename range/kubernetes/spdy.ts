import { constants, inflateSync } from "node:zlib";

/**
 * As much of SPDY/3 as port-forwarding needs (chromium.org, spdy-protocol-draft3): kubectl tunnels it through a
 * WebSocket. Headers are only read; the replies sent have none.
 */
export type SpdyFrame =
  | { readonly kind: "open"; readonly stream: number; readonly headers: ReadonlyMap<string, string> }
  | { readonly kind: "data"; readonly stream: number; readonly bytes: Buffer; readonly isLast: boolean }
  | { readonly kind: "reset"; readonly stream: number }
  | { readonly kind: "ping"; readonly id: number }
  | { readonly kind: "go-away" };

const TYPE = { synStream: 1, synReply: 2, resetStream: 3, ping: 6, goAway: 7 } as const;
const HEADER_BYTES = 8;
const FIN = 1;

const DICTIONARY_WORDS =
  "options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow authorization cache-control connection content-base content-encoding content-language content-length content-location content-md5 content-range content-type date etag expect expires from host if-match if-modified-since if-none-match if-range if-unmodified-since last-modified location max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade user-agent vary via warning www-authenticate method get status 200_OK version HTTP/1.1 url public set-cookie keep-alive origin";
const DICTIONARY_TAIL =
  "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** The header dictionary of the protocol's section 2.6.10.1: words with their lengths, then running text. */
const DICTIONARY = Buffer.concat([
  ...DICTIONARY_WORDS.split(" ").flatMap((word) => [uint32(word.length), Buffer.from(word.replace("_", " "))]),
  Buffer.from(DICTIONARY_TAIL),
]);

function controlFrame(type: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt16BE(0x8003, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt32BE(payload.length, 4);
  return Buffer.concat([head, payload]);
}

/** The frame of some bytes of a stream. */
export function dataFrame(stream: number, bytes: Uint8Array, isLast: boolean): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt32BE(stream, 0);
  head.writeUInt32BE(bytes.length, 4);
  head.writeUInt8(isLast ? FIN : 0, 4);
  return Buffer.concat([head, bytes]);
}

export const pingFrame = (id: number): Buffer => controlFrame(TYPE.ping, uint32(id));

/** Writes replies that accept a stream. All replies of a connection are one zlib stream, here of stored blocks. */
export function createReplyWriter(): (stream: number) => Buffer {
  // A stored block with the number zero, and the empty block of a sync flush, at which Go's reader hands out.
  const noHeaders = Buffer.from([0x00, 0x04, 0x00, 0xfb, 0xff, 0, 0, 0, 0, 0x00, 0x00, 0x00, 0xff, 0xff]);
  let prefix = Buffer.from([0x78, 0x01]);
  return (stream) => {
    const frame = controlFrame(TYPE.synReply, Buffer.concat([uint32(stream), prefix, noHeaders]));
    prefix = Buffer.alloc(0);
    return frame;
  };
}

function parseHeaders(block: Buffer): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  let at = 4;
  const text = (): string => {
    const length = block.readUInt32BE(at);
    at += 4 + length;
    return block.toString("utf8", at - length, at);
  };
  for (let count = block.readUInt32BE(0); count > 0; count -= 1) {
    const name = text();
    headers.set(name, text());
  }
  return headers;
}

/** Reads header blocks, which are one zlib stream from the first to the last of a connection. */
function createHeaderReader(): (compressed: Buffer) => ReadonlyMap<string, string> {
  let all = Buffer.alloc(0);
  let used = 0;
  return (compressed) => {
    // Node has no synchronous inflate that goes on; a forwarded connection opens few streams, so begin again each time.
    all = Buffer.concat([all, compressed]);
    const text = inflateSync(all, { dictionary: DICTIONARY, finishFlush: constants.Z_SYNC_FLUSH });
    const block = text.subarray(used);
    used = text.length;
    return parseHeaders(block);
  };
}

/** Cuts incoming bytes into frames; what the range has no use for (settings, window updates) is left out. */
export function createFrameReader(): (bytes: Buffer) => readonly SpdyFrame[] {
  const readHeaders = createHeaderReader();
  let pending = Buffer.alloc(0);

  const parse = (head: Buffer, payload: Buffer): SpdyFrame | undefined => {
    const isControl = head.readUInt8(0) >= 0x80;
    if (!isControl) {
      return { kind: "data", stream: head.readUInt32BE(0), bytes: payload, isLast: head.readUInt8(4) === FIN };
    }
    switch (head.readUInt16BE(2)) {
      case TYPE.synStream:
        return { kind: "open", stream: payload.readUInt32BE(0), headers: readHeaders(payload.subarray(10)) };
      case TYPE.resetStream:
        return { kind: "reset", stream: payload.readUInt32BE(0) };
      case TYPE.ping:
        return { kind: "ping", id: payload.readUInt32BE(0) };
      case TYPE.goAway:
        return { kind: "go-away" };
      default:
        return undefined;
    }
  };

  return (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    const frames: SpdyFrame[] = [];
    while (pending.length >= HEADER_BYTES) {
      const length = HEADER_BYTES + pending.readUIntBE(5, 3);
      if (pending.length < length) {
        break;
      }
      const frame = parse(pending.subarray(0, HEADER_BYTES), pending.subarray(HEADER_BYTES, length));
      pending = pending.subarray(length);
      if (frame !== undefined) {
        frames.push(frame);
      }
    }
    return frames;
  };
}
