#!/usr/bin/env node
// Starts the command line: on a Node that is new enough, from bundles that are as new as their sources.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = new URL("..", import.meta.url);
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.exitCode = runOnOwnNode();
} else {
  module.enableCompileCache?.();
  await buildIfStale();
  process.exitCode = await run();
}

/** The Node that came with the packages. */
function runOnOwnNode() {
  const node = fileURLToPath(new URL("node_modules/.bin/node", root));
  if (!existsSync(node)) {
    process.stderr.write(`headroom: needs Node 22.19 or newer; this is ${process.versions.node}\n`);
    return 1;
  }
  const { status } = spawnSync(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  return status ?? 1;
}

/** An installed copy has its bundles and no sources; a checkout builds what is missing or old. */
async function buildIfStale() {
  const builder = new URL("scripts/bundle.mjs", root);
  if (existsSync(builder) && existsSync(new URL("cli/headroom.ts", root))) {
    const { bundle } = await import(builder.href);
    await bundle(["dist/headroom.mjs", "dist/sandbox-child.mjs"]);
  }
}

async function run() {
  const { headroomCommand } = await import(new URL("dist/headroom.mjs", root).href);
  const interrupted = new AbortController();
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    process.on(signal, () => interrupted.abort());
  }
  // `headroom … | head`: a reader that has seen enough ends the run without a stack trace.
  process.stdout.on("error", () => interrupted.abort());
  return headroomCommand(process.argv.slice(2), {
    stdout: (/** @type {string} */ text) => process.stdout.write(text),
    stderr: (/** @type {string} */ text) => process.stderr.write(text),
    cwd: process.cwd(),
    environment: process.env,
    signal: interrupted.signal,
  });
}
