import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { packedReply } from "./packed-reply";

const from = (...parts: string[]) =>
  (async function* () {
    yield* parts.map((part) => Buffer.from(part));
  })();
const asking = (encoding: string) => new Request("http://headroom", { headers: { "accept-encoding": encoding } });

it("wraps data as every route does", async () => {
  const response = packedReply(from("[1,", "2]"), asking("identity"));
  expect(response.headers.get("content-encoding")).toBeNull();
  expect(await response.json()).toEqual({ ok: true, data: [1, 2] });
});

it("packs it for those who unpack it", async () => {
  const response = packedReply(from(`["${"a".repeat(100_000)}"`, "]"), asking("gzip, deflate, br"));
  expect(response.headers.get("content-encoding")).toBe("gzip");
  expect(response.headers.get("cache-control")).toContain("no-transform");
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.length).toBeLessThan(2_000);
  expect(JSON.parse(gunzipSync(bytes).toString("utf8"))).toEqual({ ok: true, data: ["a".repeat(100_000)] });
});

it.each(["gzip", "identity"])("breaks the answer off when the data does, %s", async (encoding) => {
  async function* broken() {
    yield Buffer.from("[1");
    throw new Error("the disk is gone");
  }
  await expect(packedReply(broken(), asking(encoding)).text()).rejects.toThrow("the disk is gone");
});

it.each(["gzip", "identity"])("ends the reading when nobody listens any more, %s", async (encoding) => {
  let isOver = false;
  async function* endless() {
    try {
      for (;;) {
        yield Buffer.from(String(Math.random()));
      }
    } finally {
      isOver = true;
    }
  }
  const reader = packedReply(endless(), asking(encoding)).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await expect.poll(() => isOver).toBe(true);
});
