// Installs what package-lock.json names, when node_modules does not hold exactly that.
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { printFailure, run, step } from "./shared/report.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
}

/** Whether everything that is not optional is installed in the locked version (npm notes what it installed). */
function isInstalled() {
  const installed = packagesOf(`${ROOT}node_modules/.package-lock.json`);
  return Object.entries(packagesOf(`${ROOT}package-lock.json`)).every(
    ([name, entry]) => name === "" || entry.optional || installed[name]?.version === entry.version,
  );
}

/** Makes node_modules what the lockfile says. */
export async function ensurePrerequisites() {
  if (isInstalled()) {
    return;
  }
  console.log("Installing packages: about half a minute, longer on a slow connection");
  const alive = setInterval(() => console.log("        … still installing"), 15_000);
  try {
    await step("packages", () => run("npm", ["ci", "--no-audit", "--no-fund"]));
  } finally {
    clearInterval(alive);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(ROOT);
  await ensurePrerequisites().catch((error) => {
    printFailure(error);
    process.exitCode = 1;
  });
}
