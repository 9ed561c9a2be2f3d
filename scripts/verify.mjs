// Everything that can be checked without a network, a browser or a cluster; one line a check.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ensurePrerequisites } from "./prerequisites.mjs";
import { rerunOnSuitableNode } from "./shared/node-version.mjs";
import { newTally, ProgramFailure, printFailure, run, step, sumUp } from "./shared/report.mjs";

/** @type {readonly (readonly [name: string, command: string, ...words: string[]])[]} */
const CHECKS = [
  ["database client", "node", "scripts/generate.mjs"],
  ["bundles", "node", "scripts/bundle.mjs"],
  ["route types", "next", "typegen"],
  ["types", "tsc", "--noEmit"],
  ["style and lint", "biome", "check", "."],
  ["imports", "node", "scripts/check-imports.mjs"],
  ["structure", "node", "scripts/check-structure.mjs"],
  ["dead code", "knip", "--treat-config-hints-as-errors"],
  ["migrations match the schema", "node", "scripts/migration.mjs", "--check"],
  ["lockfile", "node", "scripts/complete-lockfile.mjs", "--check"],
  ["paths in documents", "node", "scripts/check-docs.mjs"],
];

/**
 * Runs every check and all tests of the code, also after a failure.
 * @returns {Promise<import("./shared/report.mjs").Tally>}
 */
export async function verify() {
  const tally = newTally();
  for (const [name, command, ...words] of CHECKS) {
    try {
      await step(name, () => run(command, words));
      tally.passed += 1;
    } catch (error) {
      tally.failed += 1;
      printFailure(error);
    }
  }
  await runTests(tally);
  return tally;
}

/** @param {import("./shared/report.mjs").Tally} tally */
async function runTests(tally) {
  const folder = mkdtempSync(path.join(tmpdir(), "headroom-tests-"));
  const file = path.join(folder, "report.json");
  try {
    await step("tests", () =>
      run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]),
    );
  } catch (error) {
    printFailure(error);
    // A run that breaks outside its tests, in a hook or before it began, has a failure that no test counts.
    tally.failed += existsSync(file) && countsOf(file).failed > 0 ? 0 : 1;
  }
  if (existsSync(file)) {
    const { passed, failed, skipped } = countsOf(file);
    tally.passed += passed;
    tally.failed += failed;
    if (skipped.length > 0) {
      tally.skipped.push({ name: "tests", reason: skipped.join("; "), count: skipped.length });
    }
  }
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} file */
function countsOf(file) {
  /** @type {{ testResults: { status: string, assertionResults: { status: string, fullName: string }[] }[] }} */
  const { testResults } = JSON.parse(readFileSync(file, "utf8"));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: tests.filter(({ status }) => status === "failed").length + brokenFiles.length,
    skipped: tests.filter(({ status }) => !["passed", "failed"].includes(status)).map(({ fullName }) => fullName),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(fileURLToPath(new URL("../", import.meta.url)));
  try {
    await ensurePrerequisites();
    if (!(await rerunOnSuitableNode(import.meta.url))) {
      const tally = await verify();
      console.log(sumUp(tally));
      process.exitCode = tally.failed > 0 ? 1 : 0;
    }
  } catch (error) {
    printFailure(error);
    process.exitCode = error instanceof ProgramFailure ? 1 : 2;
  }
}
