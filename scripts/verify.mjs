// Everything that can be checked without a network, a browser or a cluster; one line a check.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { makeBundles } from "./build.mjs";
import { ensurePrerequisites } from "./prerequisites.mjs";
import { rerunOnSuitableNode } from "./shared/node-version.mjs";
import { newTally, ProgramFailure, printFailure, run, step, sumUp } from "./shared/report.mjs";
import { runTests } from "./shared/run-tests.mjs";

/** @type {readonly (readonly [name: string, command: string, ...words: string[]])[]} */
const CHECKS = [
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

/** Runs every check, also after one that fails. @param {import("./shared/report.mjs").Tally} tally */
export async function check(tally) {
  for (const [name, command, ...words] of CHECKS) {
    try {
      await step(name, () => run(command, words));
      tally.passed += 1;
    } catch (error) {
      tally.failed += 1;
      printFailure(error);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(fileURLToPath(new URL("../", import.meta.url)));
  try {
    await ensurePrerequisites();
    if (!(await rerunOnSuitableNode(import.meta.url))) {
      const tally = newTally();
      await makeBundles();
      await check(tally);
      await runTests(tally, "tests");
      console.log(sumUp(tally));
      process.exitCode = tally.failed > 0 ? 1 : 0;
    }
  } catch (error) {
    printFailure(error);
    process.exitCode = error instanceof ProgramFailure ? 1 : 2;
  }
}
