import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer, text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ArtifactStore, openArtifacts } from "./artifacts";

// sha256("hello")
const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
let folder: string;
let store: ArtifactStore;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "headroom-artifacts-"));
  store = openArtifacts(folder, 1024 * 1024);
});
afterEach(() => rm(folder, { recursive: true }));

async function* pieces(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    yield Buffer.from(part);
  }
}

test("names content by its sha256, whether it comes whole or in pieces", async () => {
  expect(await store.put(Buffer.from("hello"))).toEqual({ hash: HELLO, size: 5 });
  expect(await store.put(pieces("he", "l", "lo"))).toEqual({ hash: HELLO, size: 5 });
  expect(await text(await store.get(HELLO))).toBe("hello");
  expect(await store.size(HELLO)).toBe(5);
});

test("gives back a range of bytes, both ends included", async () => {
  await store.put(Buffer.from("hello"));
  expect(await text(await store.get(HELLO, { start: 1, end: 3 }))).toBe("ell");
  expect(await text(await store.get(HELLO, { start: 3 }))).toBe("lo");
  await expect(store.get(HELLO, { start: 5 })).rejects.toThrow("outside 5 bytes");
});

test("keeps bytes that are not text", async () => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256));
  const { hash } = await store.put(bytes);
  expect((await buffer(await store.get(hash))).equals(bytes)).toBe(true);
});

test("twenty writers of one content leave one whole file", async () => {
  const hashes = await Promise.all(Array.from({ length: 20 }, () => store.put(pieces("hel", "lo"))));
  expect(new Set(hashes.map(({ hash }) => hash))).toEqual(new Set([HELLO]));
  expect(await readdir(path.join(folder, "2c"))).toEqual([HELLO]);
  expect(await readdir(path.join(folder, "drafts"))).toEqual([]);
});

test("a source that fails half-way, or is too big, leaves nothing", async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("half");
    throw new Error("cut off");
  }
  await expect(store.put(broken())).rejects.toThrow("cut off");
  await expect(store.put(Buffer.alloc(1024 * 1024 + 1))).rejects.toThrow("at most 1048576 bytes");
  expect(await readdir(folder)).toEqual(["drafts"]);
  expect(await readdir(path.join(folder, "drafts"))).toEqual([]);
});

test("a hash that is not one never becomes a path", async () => {
  await expect(store.get("../../etc/passwd")).rejects.toThrow("not the hash of an artifact");
  await expect(store.get("0".repeat(64))).rejects.toThrow("There is no artifact 000000000000");
});
