// Builds the server and its bundles, unless what they are built from is unchanged. `--force` builds anyway.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ensurePrerequisites } from "./prerequisites.mjs";
import { rerunOnSuitableNode } from "./shared/node-version.mjs";
import { printFailure, run, step } from "./shared/report.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const SOURCES = [
  "app",
  "bin",
  "cli",
  "components",
  "lib",
  "prisma",
  "public",
  "range",
  "scripts/bundle.mjs",
  "scripts/shell-repairs.mjs",
];
const STAMP = ".next/headroom-stamp";

/** @param {string} name @returns {string[]} files, sorted */
function filesOf(name) {
  return readdirSync(name, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[.]test[.]tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(path.join("database", "generated")))
    .sort();
}

/** The hash of everything the build reads. */
function sourceHash() {
  const topLevel = readdirSync(".").filter((name) => /[.](ts|js|mjs|json)$/.test(name) && name !== "next-env.d.ts");
  const files = SOURCES.filter((name) => existsSync(name)).flatMap((name) =>
    /[.]mjs$/.test(name) ? [name] : filesOf(name),
  );
  const hash = createHash("sha256");
  for (const file of [...topLevel, ...files]) {
    hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** @param {string} hash */
function isUpToDate(hash) {
  if (!existsSync(STAMP)) {
    return false;
  }
  /** @type {{ hash: string, results: string[] }} */
  const built = JSON.parse(readFileSync(STAMP, "utf8"));
  return built.hash === hash && built.results.every((file) => existsSync(file));
}

/** Makes what tests and checks need of the build. @returns {Promise<readonly string[]>} the bundles */
export async function makeBundles() {
  await step("database client", () => run("node", ["scripts/generate.mjs"]));
  const made = await step("bundles", () => run("node", ["scripts/bundle.mjs"]));
  return made.trim().split("\n");
}

/**
 * Brings the build up to date.
 * @param {{ force?: boolean, bundles?: readonly string[] }} [options] bundles: those that were made just now
 */
export async function ensureBuilt({ force = false, bundles } = {}) {
  const hash = sourceHash();
  if (!force && isUpToDate(hash)) {
    return;
  }
  const made = bundles ?? (await makeBundles());
  await step("production build", () => run("next", ["build"]));
  const results = [".next/BUILD_ID", ...made];
  writeFileSync(STAMP, JSON.stringify({ hash, results }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(ROOT);
  try {
    await ensurePrerequisites();
    if (!(await rerunOnSuitableNode(import.meta.url))) {
      await ensureBuilt({ force: process.argv.includes("--force") });
    }
  } catch (error) {
    printFailure(error);
    process.exitCode = 1;
  }
}
