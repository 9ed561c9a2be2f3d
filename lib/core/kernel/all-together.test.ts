import { expect, it } from "vitest";
import { allTogether } from "./all-together";

/** Goes on until its signal ends it. */
function endless(signal: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("ended")), { once: true });
  });
}

it("ends the others by the first that fails, and throws that one's error", async () => {
  const ended: string[] = [];
  const all = allTogether(["a", "b", "c"], new AbortController().signal, async (item, signal) => {
    if (item === "b") {
      throw new Error("b failed");
    }
    await endless(signal).catch((error) => {
      ended.push(item);
      throw error;
    });
  });
  await expect(all).rejects.toThrow("b failed");
  expect(ended).toEqual(["a", "c"]);
});

it("ends all of them with the caller's signal", async () => {
  const caller = new AbortController();
  const all = allTogether(["a", "b"], caller.signal, (_item, signal) => endless(signal));
  caller.abort();
  await expect(all).rejects.toThrow("ended");
});
