import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createFolderWatch, type FolderWatch, placesAround } from "./watch-folders";

const LONGER_THAN_SETTLING_MS = 600;

let home: string;
let watch: FolderWatch | undefined;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "headroom-watch-"));
});
afterEach(async () => {
  watch?.close();
  await rm(home, { recursive: true, force: true });
});

/** Writes one file after the other until `isOver`. */
async function keepBusy(folder: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await writeFile(path.join(folder, "busy"), String(Math.random()));
    await delay(20);
  }
}

it("tells of a change in a folder that is never quiet", async () => {
  const tell = vi.fn<() => void>();
  watch = createFolderWatch(tell);
  watch.follow([{ folder: home, entry: null }]);
  await keepBusy(home, () => tell.mock.calls.length > 1);
});

it("tells of its folder only where that is one of many, and when it comes back", async () => {
  const folder = path.join(home, "runbooks");
  const tell = vi.fn<() => void>();
  watch = createFolderWatch(tell);
  watch.follow(placesAround(folder, null));
  await Promise.all(["a", "b", "c"].map((name) => writeFile(path.join(home, name), "x")));
  await delay(LONGER_THAN_SETTLING_MS);
  expect(tell).not.toHaveBeenCalled();
  await mkdir(folder);
  await expect.poll(() => tell.mock.calls.length).toBe(1);
});

it("follows the folder that took the place of another", async () => {
  const [folder, other] = [path.join(home, "runbooks"), path.join(home, "other")];
  await Promise.all([mkdir(folder), mkdir(other)]);
  const places = [{ folder, entry: null }, ...placesAround(folder, null)];
  const tell = vi.fn<() => void>(() => watch?.follow(places));
  watch = createFolderWatch(tell);
  watch.follow(places);
  await rename(folder, path.join(home, "earlier"));
  await rename(other, folder);
  await expect.poll(() => tell.mock.calls.length).toBeGreaterThan(0);
  await delay(LONGER_THAN_SETTLING_MS);
  tell.mockClear();
  await writeFile(path.join(folder, "oom.md"), "# Out of memory");
  await expect.poll(() => tell.mock.calls.length).toBe(1);
});
