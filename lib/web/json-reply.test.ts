import { expect, it } from "vitest";
import { jsonReply } from "./json-reply";

const from = (...parts: string[]) =>
  (async function* () {
    yield* parts.map((part) => Buffer.from(part));
  })();

it("wraps data as every route does", async () => {
  expect(await jsonReply(from("[1,", "2]")).json()).toEqual({ ok: true, data: [1, 2] });
});

it("breaks the answer off when the data does", async () => {
  async function* broken() {
    yield Buffer.from("[1");
    throw new Error("the disk is gone");
  }
  await expect(jsonReply(broken()).text()).rejects.toThrow("the disk is gone");
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
