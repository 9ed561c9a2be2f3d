import { Duplex } from "node:stream";

/** The far end of a forwarded connection, as a stream that an HTTP server can take for a socket. */
export interface ByteStream {
  readonly duplex: Duplex;
  /** Bytes from the client. */
  receive(bytes: Uint8Array): void;
  /** The client sends no more. */
  receiveEnd(): void;
}

export interface ByteSink {
  send(bytes: Uint8Array): void;
  end(): void;
}

/** Joins a sink for what the application answers with a stream of what the client sends. */
export function createByteStream(sink: ByteSink): ByteStream {
  let isEnded = false;
  const endOnce = (): void => {
    if (!isEnded) {
      isEnded = true;
      sink.end();
    }
  };
  const duplex = new Duplex({
    allowHalfOpen: false,
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      sink.send(chunk);
      done();
    },
    final: (done) => {
      endOnce();
      done();
    },
    destroy: (_error, done) => {
      endOnce();
      done(null);
    },
  });
  return {
    duplex,
    receive: (bytes) => {
      duplex.push(bytes);
    },
    receiveEnd: () => {
      duplex.push(null);
    },
  };
}
