// Many runs in the sandbox: how long a run takes until its first output, how long a cancelled one takes to end (its
// native command included), and fifty at once, beside what they take one after the other and what the server's event
// loop feels of them. Prints figures beside their limits and ends with 1 when one is over.   node bench/runs.mjs
import { once } from "node:events";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { bundle } from "../scripts/bundle.mjs";
import { importBundle } from "../scripts/shared/import-bundle.mjs";

const LIMITS = { cancelMs: 500, loopMs: 50 };
const ROUNDS = 15;
const AT_ONCE = 50;
const childPath = path.join(fileURLToPath(new URL("../", import.meta.url)), "dist/sandbox-child.mjs");

await bundle(["dist/sandbox-child.mjs"]);
const { createSandbox } = await importBundle(`export { createSandbox } from "@/lib/adapters/sandbox/sandbox";`);
const sandbox = createSandbox({ childPath });
let isOver = false;

/** Follows until it is ended, as `kubectl logs -f` does; anything else prints its words. */
const kubectl = {
  name: "kubectl",
  run: async (/** @type {readonly string[]} */ argv, /** @type {any} */ io) => {
    io.write("stdout", `${argv.join(" ")}\n`);
    if (argv[0] !== "follow") {
      return 0;
    }
    await once(io.signal, "abort");
    return 130;
  },
};

/**
 * Runs a script, cancelled at its first output where that is asked for.
 * @param {string} script @param {{ readonly isCancelled?: boolean }} [how]
 */
async function measured(script, { isCancelled = false } = {}) {
  const startedAt = performance.now();
  const controller = new AbortController();
  let firstAt = 0;
  await sandbox.run({
    script,
    variables: {},
    commands: [kubectl],
    grant: {
      runId: "bench",
      actor: { kind: "system", name: "bench" },
      ceiling: "read",
      clusters: [],
      execs: [],
      readList: [],
      endpoints: [],
    },
    signal: controller.signal,
    limits: { loopIterations: 1e12, commandCount: 1e9 },
    onOutput: () => {
      firstAt ||= performance.now();
      if (isCancelled) {
        controller.abort();
      }
    },
  });
  const endedAt = performance.now();
  return { firstMs: firstAt - startedAt, wholeMs: endedAt - startedAt, cancelMs: endedAt - firstAt };
}

/** @param {string} name @param {readonly number[]} values @param {number} [limit] of the 95th percentile */
function report(name, values, limit = Number.POSITIVE_INFINITY) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const over = at(0.95) > limit;
  isOver ||= over;
  const bound = limit === Number.POSITIVE_INFINITY ? "" : `   (limit ${limit} ms at p95${over ? ", OVER" : ""})`;
  console.log(
    `${name.padEnd(40)} p50 ${at(0.5).toFixed(0).padStart(5)} ms   p95 ${at(0.95).toFixed(0).padStart(5)} ms${bound}`,
  );
}

const CANCELLED = [
  ["a command that follows", "kubectl follow"],
  ["a pipe", "echo go; kubectl follow | sort"],
  ["a tight loop", "echo go; while true; do :; done"],
  ["a sleep", "echo go; sleep 600"],
  ["a catastrophic pattern", `echo go; echo ${"a".repeat(60)}b | sed -E 's/(a|a)*$/x/'; while true; do :; done`],
];

await measured("kubectl get pods");
const quiet = [];
for (let round = 0; round < ROUNDS; round += 1) {
  quiet.push(await measured("kubectl get pods"));
}
report(
  "first output, one after the other",
  quiet.map(({ firstMs }) => firstMs),
);
for (const [name = "", script = ""] of CANCELLED) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push((await measured(script, { isCancelled: true })).cancelMs);
  }
  report(`cancelled: ${name}`, times, LIMITS.cancelMs);
}

const delay = monitorEventLoopDelay({ resolution: 2 });
delay.enable();
const startedAt = performance.now();
const crowd = await Promise.all(Array.from({ length: AT_ONCE }, () => measured("kubectl get pods")));
const wholeMs = performance.now() - startedAt;
delay.disable();
report(
  `${AT_ONCE} at once: first output`,
  crowd.map(({ firstMs }) => firstMs),
);
const serialMs = quiet.reduce((sum, one) => sum + one.wholeMs, 0) * (AT_ONCE / ROUNDS);
console.log(
  `${AT_ONCE} at once: all of them`.padEnd(40),
  `${(wholeMs / 1000).toFixed(1)} s`,
  `(one after the other ${(serialMs / 1000).toFixed(1)} s)`,
);
const p99 = delay.percentile(99) / 1e6;
isOver ||= p99 > LIMITS.loopMs;
console.log(
  `${AT_ONCE} at once: event loop delay`.padEnd(40),
  `p99 ${p99.toFixed(1)} ms, max ${(delay.max / 1e6).toFixed(1)} ms`,
  `(limit ${LIMITS.loopMs} ms at p99)`,
);
await sandbox.close();
process.exitCode = isOver ? 1 : 0;
