import { afterEach, expect, it, vi } from "vitest";
import { packedReply } from "./packed-reply";
import { readPackedLines } from "./read-packed-lines";

const from = async function* (...parts: string[]) {
  yield* parts.map((part) => Buffer.from(part));
};
const read = (response: Response) => {
  vi.stubGlobal("fetch", async () => response);
  return readPackedLines("/api/anything", AbortSignal.timeout(20_000));
};
const rest = async (lines: AsyncIterable<readonly string[]>) => {
  const all: string[] = [];
  for await (const some of lines) {
    all.push(...some);
  }
  return all;
};
const linesOf = (response: Response) => rest(read(response));

afterEach(() => vi.unstubAllGlobals());

it("is read as the lines it has", async () => {
  expect(await linesOf(packedReply(from("one\ntw", "o\n", "thr", "ee\n\nfo", "ur")))).toEqual([
    "one",
    "two",
    "three",
    "",
    "four",
  ]);
  expect(await linesOf(packedReply(from("é\n".repeat(100_000))))).toHaveLength(100_000);
});

it("gives the first lines while the rest is still being made", async () => {
  const { promise: waiting, resolve: goOn } = Promise.withResolvers<void>();
  async function* slow() {
    yield Buffer.from(Array.from({ length: 200_000 }, (_, line) => `line ${line}\n`).join(""));
    await waiting;
    yield Buffer.from("the end\n");
  }
  const lines = read(packedReply(slow()));
  expect((await lines.next()).value?.[0]).toBe("line 0");
  goOn();
  expect((await rest(lines)).at(-1)).toBe("the end");
});

it("says that the connection broke off", async () => {
  async function* broken() {
    yield Buffer.from("one\n");
    throw new Error("the disk is gone");
  }
  await expect(linesOf(packedReply(broken()))).rejects.toThrow("The connection broke off.");
});

it("says what the server refuses, and that it gave no answer", async () => {
  const refused = Response.json({ ok: false, error: { message: "You may not see this." } }, { status: 403 });
  await expect(linesOf(refused)).rejects.toThrow("You may not see this.");
  await expect(linesOf(new Response("<html>", { status: 502 }))).rejects.toThrow("The server answered 502.");
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
  const lines = read(packedReply(endless()));
  await lines.next();
  await lines.return(undefined);
  await expect.poll(() => isOver).toBe(true);
});
