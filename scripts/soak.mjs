// The full counts behind the samples that `npm test` takes: a hundred thousand damaged scripts in the sandbox, all
// cases of kubectl, and ten kills of the app and its Postgres on one journey.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { ensurePrerequisites } from "./prerequisites.mjs";
import { startServices } from "./services.mjs";
import { rerunOnSuitableNode } from "./shared/node-version.mjs";
import { printFailure, run, step } from "./shared/report.mjs";

async function allKubectlCases() {
  const services = await startServices();
  try {
    const file = "lib/adapters/kubernetes/kubectl/differential.test.ts";
    await run("vitest", ["run", file], { ...services.env, KUBECTL_CASES: "all" });
  } finally {
    await services.stop();
  }
}

process.chdir(fileURLToPath(new URL("../", import.meta.url)));
try {
  await ensurePrerequisites();
  if (!(await rerunOnSuitableNode(import.meta.url))) {
    await step("a hundred thousand damaged scripts", () => run(process.execPath, ["scripts/soak-sandbox.mjs"]));
    await step("all cases of kubectl beside the real one", allKubectlCases);
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
