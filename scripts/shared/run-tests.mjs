// Runs vitest and counts what it did.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { failureLine, printFailure, run, step } from "./report.mjs";

/**
 * Adds the tests of one vitest configuration to the tally.
 * @param {import("./report.mjs").Tally} tally @param {string} name @param {readonly string[]} [words]
 */
export async function runTests(tally, name, words = []) {
  const folder = mkdtempSync(path.join(tmpdir(), "headroom-tests-"));
  const file = path.join(folder, "report.json");
  try {
    await step(name, () =>
      run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...words]),
    );
  } catch (error) {
    printFailure(error);
    // A run that breaks outside its tests, in a hook or before it began, has a failure that no test counts.
    tally.failed += existsSync(file) && countsOf(file).failed > 0 ? 0 : 1;
  }
  if (existsSync(file)) {
    const { passed, failed, failures, skipped } = countsOf(file);
    tally.passed += passed;
    tally.failed += failed;
    tally.failures.push(...failures);
    for (const [suite, count] of skipped) {
      tally.skipped.push({ name, reason: suite, count });
    }
  }
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} file */
function countsOf(file) {
  /** @type {{ testResults: { name: string, status: string, message: string, assertionResults: { status: string, title: string, fullName: string, ancestorTitles: string[], failureMessages: string[] }[] }[] }} */
  const { testResults } = JSON.parse(readFileSync(file, "utf8"));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  const failures = [
    ...tests
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => failureLine(fullName, failureMessages.join(" "))),
    ...brokenFiles.map(({ name, message }) => failureLine(name, message)),
  ];
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: failures.length,
    failures,
    skipped: countBySuite(tests.filter(({ status }) => status !== "passed" && status !== "failed")),
  };
}

/** @param {readonly { title: string, ancestorTitles: string[] }[]} tests @returns {Map<string, number>} */
function countBySuite(tests) {
  const counts = new Map();
  for (const { title, ancestorTitles } of tests) {
    const suite = ancestorTitles[0] ?? title;
    counts.set(suite, (counts.get(suite) ?? 0) + 1);
  }
  return counts;
}
