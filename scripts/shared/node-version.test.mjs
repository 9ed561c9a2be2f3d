import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const folder = mkdtempSync(path.join(tmpdir(), "headroom-rerun-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const library = fileURLToPath(new URL("node-version.mjs", import.meta.url));
const FLAG = "--max-semi-space-size=4";

/** A script that says which flags it runs with, and ends with 7 when it is told to or left alone. */
function script() {
  const file = path.join(folder, "script.mjs");
  writeFileSync(
    file,
    `import { rerunOnSuitableNode } from ${JSON.stringify(library)};
    if (!(await rerunOnSuitableNode(import.meta.url, [${JSON.stringify(FLAG)}]))) {
      process.on("SIGTERM", () => process.exit(7));
      process.on("disconnect", () => process.exit(7));
      console.log(JSON.stringify({ pid: process.pid, flags: process.execArgv, words: process.argv.slice(2) }));
      setInterval(() => undefined, 1_000);
    }`,
  );
  return file;
}

/** @param {readonly string[]} flags */
async function started(flags) {
  const launcher = spawn(process.execPath, [...flags, script(), "word"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: launcher.stdout }), "line");
  return { launcher, said: JSON.parse(line) };
}

it("runs a script with the flags it needs, passes its signals on and its code back", async () => {
  const { launcher, said } = await started([]);
  expect(said).toMatchObject({ flags: [FLAG], words: ["word"] });
  expect(said.pid).not.toBe(launcher.pid);
  launcher.kill("SIGTERM");
  expect(await once(launcher, "exit")).toEqual([7, null]);
});

it("starts no second process for flags that are there", async () => {
  const { launcher, said } = await started([FLAG]);
  expect(said.pid).toBe(launcher.pid);
  launcher.kill("SIGTERM");
  expect(await once(launcher, "exit")).toEqual([7, null]);
});

it("leaves no process behind when it is killed", async () => {
  const { launcher } = await started([]);
  launcher.kill("SIGKILL");
  // The pipe ends with the last process that holds it.
  launcher.stdout.resume();
  await once(launcher, "close");
});
