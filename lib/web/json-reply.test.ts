import { afterEach, expect, it, vi } from "vitest";
import { jsonReply } from "./json-reply";
import { readJson } from "./read-json";

const from = (...parts: string[]) =>
  (async function* () {
    yield* parts.map((part) => Buffer.from(part));
  })();

const read = <T>(response: Response): Promise<T> => {
  vi.stubGlobal("fetch", async () => response);
  return readJson<T>("/api/anything", AbortSignal.timeout(5_000));
};

afterEach(() => vi.unstubAllGlobals());

it("is read as what every route answers", async () => {
  expect(await read(jsonReply(from("[1,", "2]")))).toEqual([1, 2]);
});

it("breaks the answer off when the data does", async () => {
  async function* broken() {
    yield Buffer.from("[1");
    throw new Error("the disk is gone");
  }
  await expect(read(jsonReply(broken()))).rejects.toThrow("the disk is gone");
});

it("ends the reading when nobody listens any more", async () => {
  let isOver = false;
  async function* endless() {
    try {
      for (;;) {
        yield Buffer.from("1");
      }
    } finally {
      isOver = true;
    }
  }
  const reader = jsonReply(endless()).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await expect.poll(() => isOver).toBe(true);
});
