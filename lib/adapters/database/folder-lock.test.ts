import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "./folder-lock";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "headroom-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The lock of a process that has this pid's number and began at another time: its owner is gone. */
const leaveDeadLock = (name: string) =>
  writeFile(path.join(folder, name), JSON.stringify({ pid: process.pid, startedAt: "long ago" }));

test("has one owner at a time, and is free again after the release", async () => {
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(`(process ${process.pid})`);
  await lock.release();
  await (await lockFolder(folder)).release();
  expect(await readdir(folder)).toEqual([]);
});

test("sixteen that find a dead owner's lock leave one winner, again and again", async () => {
  for (let round = 0; round < 10; round += 1) {
    await leaveDeadLock("headroom.lock");
    const outcomes = await Promise.allSettled(Array.from({ length: 16 }, () => lockFolder(folder)));
    const winners = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    expect(winners).toHaveLength(1);
    await winners[0]?.release();
    expect(await readdir(folder)).toEqual([]);
  }
});

test("a process killed while it removed a dead lock does not block either", async () => {
  await leaveDeadLock("headroom.lock");
  await leaveDeadLock("headroom.lock.removal");
  await (await lockFolder(folder)).release();
  expect(await readdir(folder)).toEqual([]);
});

test("a file that is no lock does not block", async () => {
  await writeFile(path.join(folder, "headroom.lock"), "");
  await (await lockFolder(folder)).release();
});

test("releasing late does not take away the next owner's lock", async () => {
  const lock = await lockFolder(folder);
  await rm(path.join(folder, "headroom.lock"));
  await writeFile(path.join(folder, "headroom.lock"), JSON.stringify({ pid: 1, startedAt: "other" }));
  await lock.release();
  expect(await readdir(folder)).toEqual(["headroom.lock"]);
});

test("says which folder cannot be used", async () => {
  await writeFile(path.join(folder, "file"), "");
  const inFile = path.join(folder, "file", "data");
  await expect(lockFolder(inFile)).rejects.toThrow(`The data folder ${inFile} cannot be written.`);
});
