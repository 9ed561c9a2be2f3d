// All that is checked, set-up included: packages, verify, the production build, journeys in a real browser.
// The last line is "N passed, N failed, N skipped"; what could not run has a line of its own before it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ensureBuilt, makeBundles } from "./build.mjs";
import { ensurePrerequisites } from "./prerequisites.mjs";
import { startServices } from "./services.mjs";
import { rerunOnSuitableNode } from "./shared/node-version.mjs";
import { failureLine, newTally, printFailure, run, step, sumUp } from "./shared/report.mjs";
import { runTests } from "./shared/run-tests.mjs";
import { check } from "./verify.mjs";

const JOURNEYS = "playwright.config.ts";

/** A browser that runs here: Playwright's own, the system's, or one installed now; null when there is none. */
async function findChromium() {
  const { chromium } = await import("@playwright/test");
  const candidates = [
    process.env["CHROMIUM_PATH"],
    chromium.executablePath(),
    ...["chromium", "chromium-browser", "google-chrome"].map(
      (name) => spawnSync("which", [name], { encoding: "utf8" }).stdout?.trim() ?? "",
    ),
  ];
  return candidates.find((file) => file && existsSync(file)) ?? (await installChromium());
}

async function installChromium() {
  if (process.getuid?.() !== 0 || spawnSync("which", ["apt-get"]).status !== 0) {
    return null;
  }
  try {
    await step("Chromium from the system's packages", async () => {
      await run("apt-get", ["update", "-qq"]);
      await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
        DEBIAN_FRONTEND: "noninteractive",
      });
    });
  } catch (error) {
    printFailure(error);
    return null;
  }
  return existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : null;
}

/** @param {import("./shared/report.mjs").Tally} tally */
async function runJourneys(tally) {
  if (!existsSync(JOURNEYS)) {
    tally.skipped.push({ name: "journeys", reason: `there is no ${JOURNEYS}`, count: 1 });
    return;
  }
  const browser = await findChromium();
  if (browser === null) {
    tally.skipped.push({ name: "journeys", reason: "no Chromium here, and none could be installed", count: 1 });
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "headroom-journeys-"));
  const file = path.join(folder, "report.json");
  try {
    await step("journeys in a browser", () =>
      run("playwright", ["test", "--reporter=line,json"], {
        CHROMIUM_PATH: browser,
        PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      }),
    );
  } catch (error) {
    printFailure(error);
    tally.failed += existsSync(file) && reportOf(file).stats.unexpected > 0 ? 0 : 1;
  }
  if (existsSync(file)) {
    const { stats, suites } = reportOf(file);
    const { expected, flaky, unexpected, skipped } = stats;
    tally.passed += expected + flaky;
    tally.failed += unexpected;
    tally.failures.push(...suites.flatMap(failedJourneys));
    if (skipped > 0) {
      tally.skipped.push({ name: "journeys", reason: "skipped by their own conditions", count: skipped });
    }
  }
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @typedef {{ title: string, ok: boolean, tests: { results: { error?: { message?: string } }[] }[] }} Journey
 * @typedef {{ suites?: Suite[], specs: Journey[] }} Suite
 * @typedef {{ expected: number, flaky: number, unexpected: number, skipped: number }} Stats
 */

/** @param {string} file @returns {{ stats: Stats, suites: Suite[] }} */
function reportOf(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** @param {Suite} suite @returns {string[]} */
function failedJourneys({ suites = [], specs }) {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.map(({ error }) => error?.message ?? ""));
      return failureLine(title, errors.find((message) => message !== "") ?? "");
    });
  return [...own, ...suites.flatMap(failedJourneys)];
}

async function test() {
  const services = await step("servers for tests", startServices);
  Object.assign(process.env, services.env);
  try {
    const tally = await testBesideServices();
    tally.skipped.push(...services.skipped);
    return tally;
  } finally {
    await services.stop();
  }
}

async function testBesideServices() {
  const tally = newTally();
  try {
    const bundles = await makeBundles();
    tally.passed += 1;
    // The one mostly waits for other programs, the other mostly computes.
    const [built] = await Promise.allSettled([
      checkAndBuild(tally, bundles),
      runTests(tally, "tests of what acts on other programs", ["--project", "acting"]),
    ]);
    if (built.status === "rejected") {
      throw built.reason;
    }
    await runTests(tally, "the built server", ["--config", "vitest.server.config.ts"]);
    await runJourneys(tally);
  } catch (error) {
    tally.failed += 1;
    printFailure(error);
  }
  return tally;
}

/** @param {import("./shared/report.mjs").Tally} tally @param {readonly string[]} bundles */
async function checkAndBuild(tally, bundles) {
  await check(tally);
  await runTests(tally, "tests of the code", ["--project", "core", "--project", "code"]);
  await ensureBuilt({ bundles });
  tally.passed += 1;
}

/** @param {import("./shared/report.mjs").Tally} tally */
function finish(tally) {
  // Said again at the end: what was printed meanwhile is long.
  for (const failure of tally.failures) {
    console.log(`failed  ${failure}`);
  }
  for (const { name, reason, count } of tally.skipped) {
    console.log(`skipped ${name}, ${count}: ${reason}`);
  }
  console.log(sumUp(tally));
  process.exitCode = tally.failed > 0 ? 1 : 0;
}

process.chdir(fileURLToPath(new URL("../", import.meta.url)));
try {
  await ensurePrerequisites();
  if (!(await rerunOnSuitableNode(import.meta.url))) {
    finish(await test());
  }
} catch (error) {
  printFailure(error);
  finish({ ...newTally(), failed: 1 });
}
