import type { RawData, WebSocket } from "ws";

/** A frame of the remote-command protocols: one byte for the channel, then the data. */
function channelFrame(channel: number, data: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.from([channel]), Buffer.from(data)]);
}

export function frameBytes(data: RawData): Buffer {
  if (Array.isArray(data)) {
    return Buffer.concat(data);
  }
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

/** Sends on a channel; empty data is not worth a frame. */
export function sendOn(socket: WebSocket, channel: number, data: Uint8Array | string): void {
  if (data.length > 0 && socket.readyState === socket.OPEN) {
    socket.send(channelFrame(channel, data));
  }
}
