import "server-only";
import type { OutputStream } from "@/lib/core/shell/command";

const HEADER_BYTES = 8;
const STDERR = 2;

/** Takes apart what the daemon sends of a container without a terminal: frames of a stream's number, a length, bytes. */
export async function writeMultiplexed(
  body: AsyncIterable<Buffer>,
  write: (stream: OutputStream, bytes: Uint8Array) => void,
): Promise<void> {
  let left: Buffer = Buffer.alloc(0);
  for await (const piece of body) {
    left = left.length === 0 ? piece : Buffer.concat([left, piece]);
    for (let size = frameSize(left); left.length >= size; size = frameSize(left)) {
      write(left[0] === STDERR ? "stderr" : "stdout", left.subarray(HEADER_BYTES, size));
      left = left.subarray(size);
    }
  }
}

function frameSize(bytes: Buffer): number {
  return bytes.length < HEADER_BYTES ? Number.POSITIVE_INFINITY : HEADER_BYTES + bytes.readUInt32BE(4);
}
