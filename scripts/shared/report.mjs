// One line a step, with its time; and the sums at the end.
import { spawn } from "node:child_process";
import process from "node:process";
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {{ name: string, reason: string, count: number }} Skipped
 * @typedef {{ passed: number, failed: number, failures: string[], skipped: Skipped[] }} Tally failures: of tests, a line each
 */

/** @returns {Tally} */
export function newTally() {
  return { passed: 0, failed: 0, failures: [], skipped: [] };
}

/** @param {Tally} tally */
export function sumUp(tally) {
  const skipped = tally.skipped.reduce((sum, { count }) => sum + count, 0);
  return `${tally.passed} passed, ${tally.failed} failed, ${skipped} skipped`;
}

/** A failed test in one line. @param {string} name @param {string} message */
export function failureLine(name, message) {
  const plain = stripVTControlCharacters(message).replace(/\s+/g, " ").trim();
  return `${name}: ${plain.slice(0, 400)}`;
}

/** @param {number} since milliseconds of performance.now() */
function elapsed(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/**
 * Does a step and prints one line; of a failing one also why.
 * @template T
 * @param {string} name @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function step(name, work) {
  const since = performance.now();
  try {
    const value = await work();
    console.log(`ok      ${name} (${elapsed(since)})`);
    return value;
  } catch (error) {
    console.log(`FAILED  ${name} (${elapsed(since)})`);
    throw error;
  }
}

/** A program's failure: its name and everything it said. */
export class ProgramFailure extends Error {
  /** @param {string} command @param {string} output */
  constructor(command, output) {
    super(`${command} failed`);
    this.output = output;
  }
}

/**
 * Runs a program quietly; gives what it said, and throws ProgramFailure when it fails.
 * @param {string} command @param {readonly string[]} words @param {Record<string, string>} [env] @returns {Promise<string>}
 */
export function run(command, words, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1", NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    child.once("error", (error) => reject(new ProgramFailure(command, error.message)));
    child.once("close", (code) =>
      code === 0 ? resolve(output) : reject(new ProgramFailure(`${command} ${words.join(" ")}`, output)),
    );
  });
}

/** @param {unknown} error */
export function printFailure(error) {
  if (error instanceof ProgramFailure) {
    console.log(error.output.trimEnd());
  }
  console.log(error instanceof Error ? error.message : String(error));
}
