import { afterEach, expect, it, vi } from "vitest";
import { packedReply } from "./packed-reply";
import { readPackedText } from "./read-packed-text";

const from = async function* (...parts: string[]) {
  yield* parts.map((part) => Buffer.from(part));
};
const read = (response: Response) => {
  vi.stubGlobal("fetch", async () => response);
  return readPackedText("/api/anything", AbortSignal.timeout(20_000));
};
const rest = async (texts: AsyncIterable<readonly string[]>) => {
  const all: string[] = [];
  for await (const some of texts) {
    all.push(...some);
  }
  return all.join("");
};
const textOf = (response: Response) => rest(read(response));

afterEach(() => vi.unstubAllGlobals());

it("is read as the text it was", async () => {
  expect(await textOf(packedReply(from("one\ntw", "o\n", "thr", "ee\n\nfo", "ur")))).toBe("one\ntwo\nthree\n\nfour");
  const long = "é\n".repeat(100_000);
  expect(await textOf(packedReply(from(long)))).toBe(long);
});

it("gives the beginning while the rest is still being made", async () => {
  const { promise: waiting, resolve: goOn } = Promise.withResolvers<void>();
  async function* slow() {
    yield Buffer.from(Array.from({ length: 200_000 }, (_, line) => `line ${line}\n`).join(""));
    await waiting;
    yield Buffer.from("the end\n");
  }
  const texts = read(packedReply(slow()));
  expect((await texts.next()).value?.[0]).toMatch(/^line 0\n/);
  goOn();
  expect(await rest(texts)).toMatch(/\nthe end\n$/);
});

it("says that the connection broke off", async () => {
  async function* broken() {
    yield Buffer.from("one\n");
    throw new Error("the disk is gone");
  }
  await expect(textOf(packedReply(broken()))).rejects.toThrow("The connection broke off.");
});

it("says what the server refuses, and that it gave no answer", async () => {
  const refused = Response.json({ ok: false, error: { message: "You may not see this." } }, { status: 403 });
  await expect(textOf(refused)).rejects.toThrow("You may not see this.");
  await expect(textOf(new Response("<html>", { status: 502 }))).rejects.toThrow("The server answered 502.");
});

it("ends the reading of its source when nobody listens any more", async () => {
  let isOver = false;
  async function* endless() {
    try {
      for (;;) {
        yield Buffer.from(`${Math.random()}\n`);
      }
    } finally {
      isOver = true;
    }
  }
  const texts = read(packedReply(endless()));
  await texts.next();
  await texts.return(undefined);
  await expect.poll(() => isOver).toBe(true);
});
