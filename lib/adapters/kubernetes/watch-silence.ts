import "server-only";
import type { EventEmitter } from "node:events";
import type { Socket } from "node:net";

/** When nothing came for so long, the server is asked whether it is still there. */
export const SILENCE_MS = 30_000;
const ANSWER_MS = 3_000;

type Watched = {
  readonly socket: Socket;
  /** Closes when there is nothing left to watch. */
  readonly channel: EventEmitter;
  /** Any answer of the server will do. */
  readonly askForLife: (signal: AbortSignal) => Promise<unknown>;
  readonly lose: () => void;
};

/**
 * Calls `lose` when nothing came over a channel for `silenceMs` and the server answers nothing else within three seconds
 * either: a server that hangs closes no connection, and a silent one looks like one with nothing to say.
 */
export function watchSilence({ socket, channel, askForLife, lose }: Watched, silenceMs: number): void {
  let seen = socket.bytesRead;
  let timer: NodeJS.Timeout;
  const isClosed = new AbortController();
  channel.once("close", () => {
    isClosed.abort();
    clearTimeout(timer);
  });
  const look = async () => {
    const isSilent = socket.bytesRead === seen;
    if (isSilent && !(await answers(askForLife)) && socket.bytesRead === seen) {
      lose();
    } else if (!isClosed.signal.aborted) {
      wait();
    }
  };
  const wait = () => {
    seen = socket.bytesRead;
    timer = setTimeout(() => void look(), silenceMs).unref();
  };
  wait();
}

async function answers(askForLife: Watched["askForLife"]): Promise<boolean> {
  try {
    await askForLife(AbortSignal.timeout(ANSWER_MS));
    return true;
  } catch {
    return false;
  }
}
