// The output viewer in a real browser, on the production build: 300,000 lines opened, scrolled and searched, what the tab
// needs for it, and the time from a click on Run to the first output on the screen. Prints figures beside their limits and
// ends with 1 when one is over.   node bench/viewer.mjs
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "@playwright/test";

const PORT = process.env["PORT"] ?? "4556";
const BASE = `http://127.0.0.1:${PORT}`;
const CLICKS = 60;
/** A person looks at the output before the next click; meanwhile the server replaces the sandbox child it used. */
const PACE_MS = 1_000;
const FRAMES = 300;
const LIMITS = { openMs: 1_000, memoryMiB: 150, firstByteMs: 300 };

const data = mkdtempSync(path.join(tmpdir(), "headroom-bench-"));
const demo = spawn(process.execPath, ["scripts/demo.mjs"], {
  env: { ...process.env, PORT, HEADROOM_DATA: data, RUNBOOKS_DIR: path.resolve("bench/outputs") },
  stdio: ["ignore", "pipe", "inherit"],
});
for await (const line of createInterface({ input: demo.stdout })) {
  if (line.includes("Headroom is open")) {
    break;
  }
}
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});
let failures = 0;

/** @param {string} name @param {string} figures @param {{ value: number, limit: number, unit: string }} bound */
function report(name, figures, { value, limit, unit }) {
  const isOver = value > limit;
  failures += isOver ? 1 : 0;
  console.log(`${name.padEnd(34)} ${figures}   (limit ${limit} ${unit}${isOver ? ", OVER" : ""})`);
}

/** @param {number[]} values */
function sorted(values) {
  const list = [...values].sort((a, b) => a - b);
  return { at: (/** @type {number} */ share) => list[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0 };
}

/** Memory that is the tab's own, in MiB: the largest renderer's private pages. */
async function rendererMemory() {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const sizes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => {
      const pages = readFileSync(`/proc/${id}/smaps_rollup`, "utf8");
      const kib = [...pages.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].reduce((sum, match) => sum + Number(match[1]), 0);
      return kib / 1024;
    });
  return Math.max(...sizes);
}

/** @param {import("@playwright/test").Page} page */
async function heap(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  return (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0) / 1024 / 1024;
}

async function signedIn() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: BASE });
  await context.request.post("/api/auth/sign-in/email", {
    headers: { origin: BASE },
    data: { email: "responder@headroom.demo", password: "headroom-demo" },
  });
  const page = await context.newPage();
  await page.goto("/incidents/1");
  await page.getByText(/\d+ here · live/).waitFor({ state: "attached" });
  return page;
}

/** Clicks Run and gives the milliseconds until the new run's own lines are on the screen. @param {import("@playwright/test").Page} page */
function clickToOutput(page) {
  return page.evaluate(async () => {
    const button = document.querySelector("[data-room-run]");
    const before = document.querySelector('[role="log"]');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const startedAt = performance.now();
    if (button instanceof HTMLElement) {
      button.click();
    }
    for (;;) {
      await frame();
      const log = document.querySelector('[role="log"]');
      if (log !== before && log?.textContent?.includes("MEMORY(bytes)")) {
        return performance.now() - startedAt;
      }
      if (performance.now() - startedAt > 20_000) {
        throw new Error("no output after 20 s");
      }
    }
  });
}

async function measureClicks() {
  const page = await signedIn();
  await page.getByRole("button", { name: "Usage of the pods" }).first().click();
  const times = [];
  for (let click = 0; click < CLICKS + 3; click += 1) {
    const ms = await clickToOutput(page);
    if (click >= 3) {
      times.push(ms);
    }
    await page.locator("[data-room-run]:not([aria-disabled])").waitFor();
    await pause(PACE_MS);
  }
  await page.context().close();
  const { at } = sorted(times);
  const figures = `p50 ${at(0.5).toFixed(0)} ms   p95 ${at(0.95).toFixed(0)} ms   max ${at(1).toFixed(0)} ms`;
  report(`click → first output, ${CLICKS} clicks`, figures, {
    value: at(0.95),
    limit: LIMITS.firstByteMs,
    unit: "ms at p95",
  });
}

async function produceLines() {
  const page = await signedIn();
  await page.getByRole("button", { name: "A log of 300,000 lines" }).first().click();
  const startedAt = performance.now();
  await page.locator("[data-room-run]").click();
  await page.getByText("300,000 lines", { exact: true }).waitFor({ timeout: 120_000 });
  await page
    .getByText(/exit 0/)
    .first()
    .waitFor({ timeout: 120_000 });
  console.log(`300,000 lines produced, streamed    ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  await page.context().close();
}

/** Opens the step, and waits until its lines are drawn and two frames in a row come in time. @param {import("@playwright/test").Page} page */
function openStep(page) {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const row = [...document.querySelectorAll("button")].find((button) =>
      button.textContent?.includes("A log of 300,000 lines"),
    );
    const startedAt = performance.now();
    row?.click();
    let drawnMs = 0;
    let calm = 0;
    while (calm < 2) {
      const before = performance.now();
      await frame();
      const isDrawn = document.querySelector('[role="log"]')?.textContent?.includes("1 INFO worker-7");
      drawnMs ||= isDrawn ? performance.now() - startedAt : 0;
      calm = isDrawn && performance.now() - before < 50 ? calm + 1 : 0;
      if (performance.now() - startedAt > 60_000) {
        throw new Error("no lines after 60 s");
      }
    }
    return { startedAt, drawnMs, readyMs: performance.now() - startedAt };
  });
}

/** The milliseconds from `startedAt` until all lines are there. @param {import("@playwright/test").Page} page @param {number} startedAt */
function wholeAfter(page, startedAt) {
  return page.evaluate(async (since) => {
    const isWhole = () => [...document.querySelectorAll("span")].some((each) => each.textContent === "300,000 lines");
    while (!isWhole()) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.now() - since;
  }, startedAt);
}

/** @param {import("@playwright/test").Page} page @param {number} px */
function scrollTimes(page, px) {
  return page.evaluate(
    async ({ px, frames }) => {
      const box = document.querySelector('[role="log"]');
      const times = [];
      let last = performance.now();
      for (let index = 0; index < frames; index += 1) {
        box?.scrollBy({ top: px });
        await new Promise((resolve) => requestAnimationFrame(resolve));
        times.push(performance.now() - last);
        last = performance.now();
      }
      return times;
    },
    { px, frames: FRAMES },
  );
}

async function measureReading() {
  const page = await signedIn();
  const empty = { heap: await heap(page), own: await rendererMemory() };
  const { startedAt: openedAt, drawnMs, readyMs } = await openStep(page);
  const wholeMs = await wholeAfter(page, openedAt);
  const [drawn, ready, whole] = [drawnMs, readyMs, wholeMs].map((ms) => ms.toFixed(0));
  report("300,000 lines opened", `drawn ${drawn} ms   interactive ${ready} ms   all there ${whole} ms`, {
    value: wholeMs,
    limit: LIMITS.openMs,
    unit: "ms",
  });
  for (const px of [120, 40_000]) {
    const { at } = sorted(await scrollTimes(page, px));
    const figures = `p50 ${at(0.5).toFixed(1)} ms   p95 ${at(0.95).toFixed(1)} ms   max ${at(1).toFixed(1)} ms`;
    report(`frames, scrolling by ${px} px`, figures, { value: at(0.95), limit: 50, unit: "ms at p95" });
  }
  await page.getByRole("log").focus();
  await page.keyboard.press("/");
  const startedAt = performance.now();
  await page.keyboard.insertText("299999 INFO");
  await page.getByText("1 of 1", { exact: true }).waitFor();
  console.log(`search to the last line            ${(performance.now() - startedAt).toFixed(0)} ms`);
  const used = await heap(page);
  const own = await rendererMemory();
  console.log(
    `room without it                    heap ${empty.heap.toFixed(0)} MiB   renderer's own ${empty.own.toFixed(0)} MiB`,
  );
  report("room with 300,000 lines", `heap ${used.toFixed(0)} MiB   renderer's own ${own.toFixed(0)} MiB`, {
    value: own,
    limit: LIMITS.memoryMiB,
    unit: "MiB",
  });
  await page.context().close();
}

await measureClicks();
await produceLines();
await measureReading();
await browser.close();
demo.kill("SIGINT");
await once(demo, "exit");
rmSync(data, { recursive: true, force: true });
process.exitCode = failures > 0 ? 1 : 0;
