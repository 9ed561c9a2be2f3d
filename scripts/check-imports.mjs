// Runs dependency-cruiser and asserts that it looked at something: with an unsupported TypeScript it finds no modules
// and is green.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";

const folders = ["app", "components", "lib", "cli", "range", "instrumentation.ts"].filter((path) => existsSync(path));
const run = spawnSync("depcruise", [...folders, "--config", ".dependency-cruiser.cjs", "--output-type", "err-long"], {
  encoding: "utf8",
});
process.stdout.write(run.stdout);
process.stderr.write(run.stderr);
const modules = Number(/(\d+) modules/.exec(run.stdout)?.[1] ?? 0);
if (modules < 10) {
  console.error(`dependency-cruiser looked at ${modules} modules: it is not checking anything`);
  process.exitCode = 1;
} else {
  process.exitCode = run.status ?? 1;
}
