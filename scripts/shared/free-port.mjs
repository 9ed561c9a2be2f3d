import { once } from "node:events";
import { createServer } from "node:net";

/** Below those that Linux gives to outgoing connections, so that none takes it before the server is up. */
const FIRST = 12_000;
const COUNT = 18_000;

/**
 * A port of 127.0.0.1 that nobody listens on, by chance: of two that ask at once each gets its own.
 * @returns {Promise<number>}
 */
export async function freePort() {
  const port = FIRST + Math.floor(Math.random() * COUNT);
  const probe = createServer();
  probe.listen(port, "127.0.0.1");
  try {
    await once(probe, "listening");
  } catch {
    return freePort();
  }
  probe.close();
  await once(probe, "close");
  return port;
}
