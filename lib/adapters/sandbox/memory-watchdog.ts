import "server-only";
import { readFile } from "node:fs/promises";

const LOOK_MS = 200;
const PAGE_BYTES = 4096;

/**
 * Looks at the memory of a process from outside, where the heap's own limit does not see (buffers, the engine itself),
 * and calls `onExceeded` once it holds more than `maxBytes`. Linux only; elsewhere the heap's limit stands alone.
 * Gives the function that ends the watch.
 */
export function watchMemory(pid: number, maxBytes: number, onExceeded: () => void): () => void {
  const timer = setInterval(() => {
    residentBytes(pid).then(
      (bytes) => bytes > maxBytes && onExceeded(),
      // Gone, or no Linux: the exit of the process is noticed elsewhere.
      () => clearInterval(timer),
    );
  }, LOOK_MS);
  return () => clearInterval(timer);
}

async function residentBytes(pid: number): Promise<number> {
  const [, resident = "0"] = (await readFile(`/proc/${pid}/statm`, "utf8")).split(" ");
  return Number(resident) * PAGE_BYTES;
}
