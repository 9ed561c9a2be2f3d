import "server-only";
import { setImmediate } from "node:timers/promises";

/** Lets everything else that waits for the server go first. A page that is long to draw calls it between its parts. */
export async function nextTurn(): Promise<void> {
  await setImmediate();
}
