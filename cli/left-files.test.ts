import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { leftFiles } from "./left-files";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "headroom-left-"));
});
afterEach(() => rm(folder, { recursive: true }));

function command(target: string | undefined) {
  let errors = "";
  const io = {
    stdout: () => undefined,
    stderr: (text: string) => {
      errors += text;
    },
    cwd: folder,
    environment: {},
    signal: new AbortController().signal,
  };
  const files = leftFiles(target, io);
  const keep = (name: string) => files.keep({ path: name, size: 4, read: async () => Buffer.from("left") });
  return { keep, report: files.report, errors: () => errors };
}

it("writes what a script left below the folder, and nothing outside of it", async () => {
  const { keep, errors } = command("out");
  for (const name of ["/work/heap.prof", "/tmp/a", "/work/../../../escaped", "../up", "/work/d/e"]) {
    await keep(name);
  }
  expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
    "out",
    "out/d",
    "out/d/e",
    "out/escaped",
    "out/heap.prof",
    "out/tmp",
    "out/tmp/a",
    "out/up",
  ]);
  await keep("/work/a\0b");
  expect(errors()).toBe("headroom exec: a file with a hostile name is not kept\n");
});

it("replaces a link that stands at the place, and does not follow it", async () => {
  await writeFile(path.join(folder, "precious"), "precious");
  await symlink(path.join(folder, "precious"), path.join(folder, "a"));
  await command(".").keep("/work/a");
  expect(await readFile(path.join(folder, "precious"), "utf8")).toBe("precious");
  expect(await readFile(path.join(folder, "a"), "utf8")).toBe("left");
});

it("says what is lost without a folder", async () => {
  const { keep, report, errors } = command(undefined);
  await keep("/work/a");
  report();
  expect(errors()).toBe("headroom exec: 1 file was not kept: give --artifacts FOLDER\n");
  expect(await readdir(folder)).toEqual([]);
});
