// The full counts behind the samples that `npm test` takes, and what asks for a machine with nothing else to do: a hundred
// thousand damaged scripts in the sandbox, all cases of kubectl, the seconds until a run has ended that lost its cluster,
// pod, child or server, and ten kills of the app and its Postgres on one journey.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { ensurePrerequisites } from "./prerequisites.mjs";
import { startServices } from "./services.mjs";
import { rerunOnSuitableNode } from "./shared/node-version.mjs";
import { printFailure, run, step } from "./shared/report.mjs";

/** What needs a cluster is left out where there is none, and says so. @param {readonly string[]} files @param {Record<string, string>} env */
async function testBesideServices(files, env) {
  const services = await startServices();
  if (process.env["TEST_KUBECONFIG"] === undefined) {
    console.log("skipped what needs a cluster: TEST_KUBECONFIG names none");
  }
  try {
    await run("vitest", ["run", ...files], { ...services.env, ...env });
  } finally {
    await services.stop();
  }
}

process.chdir(fileURLToPath(new URL("../", import.meta.url)));
try {
  await ensurePrerequisites();
  if (!(await rerunOnSuitableNode(import.meta.url))) {
    await step("a hundred thousand damaged scripts", () => run(process.execPath, ["scripts/soak-sandbox.mjs"]));
    await step("runs end within five seconds of a loss", () =>
      testBesideServices(["lib/adapters/kubernetes/losses.test.ts", "lib/adapters/sandbox/kills.test.ts"], {
        ENDS_WITHIN_MS: "5000",
      }),
    );
    await step("all cases of kubectl beside the real one", () =>
      testBesideServices(["lib/adapters/kubernetes/kubectl/differential.test.ts"], { KUBECTL_CASES: "all" }),
    );
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
