import "server-only";
import { randomInt } from "node:crypto";
import type { Duplex } from "node:stream";
import type { CommandIo } from "@/lib/core/shell/command";

/** Opens one connection through a forward. What stops the command that asks ends the connection. */
export type OpenForward = (io: CommandIo) => Promise<Duplex>;

/**
 * The forwarded ports of one run. No port of the server's machine is opened: only commands of the same run reach them,
 * and they end with it.
 */
export type PortForwards = {
  /** Takes a local port, or any free one for 0; null when the run already forwards it. */
  add(localPort: number, open: OpenForward): number | null;
  remove(localPort: number): void;
  /** How the run's `localhost:PORT` is reached; null when nothing is forwarded there. */
  at(localPort: number): OpenForward | null;
};

const FIRST_FREE_PORT = 30_000;
const LAST_PORT = 65_536;

/** The registry of one run. `otherwise` is for ports that no command forwarded: those of the run's own target. */
export function createPortForwards(otherwise?: (port: number) => OpenForward | null): PortForwards {
  const forwards = new Map<number, OpenForward>();
  const freePort = () => {
    for (;;) {
      const port = randomInt(FIRST_FREE_PORT, LAST_PORT);
      if (!forwards.has(port)) {
        return port;
      }
    }
  };
  return {
    add: (localPort, open) => {
      const port = localPort === 0 ? freePort() : localPort;
      if (forwards.has(port)) {
        return null;
      }
      forwards.set(port, open);
      return port;
    },
    remove: (localPort) => void forwards.delete(localPort),
    at: (localPort) => forwards.get(localPort) ?? otherwise?.(localPort) ?? null,
  };
}
