// The full counts behind the samples that `npm test` takes: a hundred thousand damaged scripts in the sandbox, and ten
// kills of the app and its Postgres on one journey.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { ensurePrerequisites } from "./prerequisites.mjs";
import { rerunOnSuitableNode } from "./shared/node-version.mjs";
import { printFailure, run, step } from "./shared/report.mjs";

process.chdir(fileURLToPath(new URL("../", import.meta.url)));
try {
  await ensurePrerequisites();
  if (!(await rerunOnSuitableNode(import.meta.url))) {
    await step("a hundred thousand damaged scripts", () => run(process.execPath, ["scripts/soak-sandbox.mjs"]));
    await ensureBuilt();
    const CHROMIUM_PATH = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
    await step("ten kills on one journey", () =>
      run("playwright", ["test", "e2e/kills.spec.ts"], { CHROMIUM_PATH, KILL_ROUNDS: "10" }),
    );
  }
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
