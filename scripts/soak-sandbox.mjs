// Damaged scripts in the real sandbox child, many to a child: none may end it, or show a file of the machine.
//   node scripts/soak-sandbox.mjs [count] [seed]
import { once } from "node:events";
import { availableParallelism } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { bundle } from "./bundle.mjs";
import { importBundle } from "./shared/import-bundle.mjs";

const COUNT = Number(process.argv[2] ?? 100_000);
const SEED = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const SCRIPTS_OF_CHILD = 500;
const SCRIPT_MS = 5_000;
const root = fileURLToPath(new URL("../", import.meta.url));
const childPath = path.join(root, "dist/sandbox-child.mjs");

function parts() {
  return importBundle(
    `export { startChild } from "@/lib/adapters/sandbox/sandbox";
      export { damagedScript } from "@/lib/adapters/sandbox/testing/damaged-script";
      export { runLimits } from "@/lib/core/shell/limits";`,
    { external: ["fast-check"] },
  );
}

await bundle(["dist/sandbox-child.mjs"]);
const { startChild, damagedScript, runLimits } = await parts();
const tally = { done: 0, late: 0, children: 0, bytes: 0, slowestMs: 0 };
/** @type {string[]} */
const findings = [];
let next = 0;
let batch = 0;

/** The outcome of one script: "done", "late" when it is still at it, else how its child ended. @param {any} child @param {string} script */
async function outcomeOf(child, script) {
  const over = new AbortController();
  let output = "";
  const done = new Promise((resolve) => {
    const receive = (/** @type {any} */ message) => {
      output += message.kind === "output" ? message.text.slice(0, 10_000) : "";
      if (message.kind === "done") {
        child.off("message", receive);
        resolve("done");
      }
    };
    child.on("message", receive);
  });
  const limits = {
    loopIterations: 1_000,
    commandCount: 1_000,
    scriptBytes: 1e6,
    fileSystemBytes: runLimits.fileSystemBytes,
  };
  child.send({ kind: "run", script, variables: {}, commands: [], files: [], limits });
  const ended = once(child, "exit", { signal: over.signal }).then(
    ([code, signal]) => `ended: ${code ?? signal}`,
    () => "done",
  );
  const late = new Promise((resolve) => {
    const timer = setTimeout(resolve, SCRIPT_MS, "late");
    over.signal.addEventListener("abort", () => clearTimeout(timer));
  });
  const outcome = await Promise.race([done, ended, late]);
  over.abort();
  tally.bytes += output.length;
  return /root:[^:]*:0:0:/.test(output) ? "showed a file of the machine" : outcome;
}

async function work() {
  while (next < COUNT) {
    const scripts = fc.sample(damagedScript, { seed: SEED + batch, numRuns: Math.min(SCRIPTS_OF_CHILD, COUNT - next) });
    batch += 1;
    next += scripts.length;
    let child = await ready();
    for (const script of scripts) {
      child = await judged(child, String(script));
    }
    child.kill("SIGKILL");
  }
}

/** Runs one script; gives the child for the next: another one when this has ended or is still at it. @param {any} child @param {string} script */
async function judged(child, script) {
  const startedAt = performance.now();
  const outcome = await outcomeOf(child, script);
  tally.slowestMs = Math.max(tally.slowestMs, performance.now() - startedAt);
  tally.done += 1;
  if (outcome === "done") {
    return child;
  }
  if (outcome === "late") {
    tally.late += 1;
  } else {
    findings.push(`${outcome}: ${JSON.stringify(script)}`);
  }
  child.kill("SIGKILL");
  return ready();
}

async function ready() {
  tally.children += 1;
  const child = startChild(childPath, runLimits.sandboxMemoryBytes);
  child.ref();
  await once(child, "message");
  return child;
}

const startedAt = performance.now();
await Promise.all(Array.from({ length: availableParallelism() }, work));
const seconds = (performance.now() - startedAt) / 1000;
console.log(
  `${tally.done} damaged scripts in ${seconds.toFixed(0)} s (${(tally.done / seconds).toFixed(0)} a second), seed ${SEED}: ` +
    `${tally.children} children, ${tally.late} scripts at their deadline, slowest ${(tally.slowestMs / 1000).toFixed(1)} s, ` +
    `${(tally.bytes / 2 ** 20).toFixed(1)} MiB of output`,
);
for (const finding of findings.slice(0, 20)) {
  console.log(finding);
}
console.log(findings.length === 0 ? "no child ended by a script, no file shown" : `${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
