// Headroom with the practice range, in one command. Ctrl-C stops all of it.
import { fork, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { ensurePrerequisites } from "./prerequisites.mjs";
import { rerunOnSuitableNode } from "./shared/node-version.mjs";
import { refuseBusyPort, wantedPort } from "./shared/port.mjs";
import { printFailure } from "./shared/report.mjs";
import { SERVER_FLAGS } from "./shared/server-flags.mjs";

const START_MS = 60_000;
const STOP_MS = 10_000;
const END_WITH_PARENT = fileURLToPath(new URL("shared/end-with-parent.mjs", import.meta.url));
/** @type {import("node:child_process").ChildProcess[]} */
const children = [];
let stopping = false;

/** When one of our programs ends by itself, so does the demo. @param {string} name @param {import("node:child_process").ChildProcess} child */
function watch(name, child) {
  children.push(child);
  child.once("exit", (code, signal) => {
    if (!stopping) {
      console.error(`${name} ended (${signal ?? code}); stopping the demo`);
      void stop(1);
    }
  });
}

/** Stops what this process started, and only that. @param {number} code @returns {Promise<never>} */
async function stop(code) {
  stopping = true;
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  const ended = Promise.all(running.map((child) => once(child, "exit")));
  for (const child of running) {
    child.kill("SIGTERM");
  }
  await Promise.race([ended, delay(STOP_MS)]);
  for (const child of running) {
    child.kill("SIGKILL");
  }
  return process.exit(code);
}

/**
 * The range's first line says where it is; it ends when its standard input does, so it cannot outlive this process.
 * @param {string} kubeconfig @param {string} webhook @param {string} token
 * @returns {Promise<{ prometheusUrl: string }>}
 */
async function startRange(kubeconfig, webhook, token) {
  const words = ["--kubeconfig", kubeconfig, "--webhook", webhook, "--webhook-token", token];
  const range = spawn(process.execPath, ["dist/range.mjs", ...words], { stdio: ["pipe", "pipe", "inherit"] });
  watch("The practice range", range);
  const lines = createInterface({ input: range.stdout });
  const [line] = await Promise.race([once(lines, "line"), timeUp("The practice range")]);
  return JSON.parse(line);
}

/** @param {Record<string, string>} env */
function startServer(env) {
  const server = fork("scripts/start.mjs", [], {
    execArgv: [...SERVER_FLAGS, "--import", END_WITH_PARENT],
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  watch("Headroom", server);
}

/** @param {string} what @returns {Promise<never>} */
async function timeUp(what) {
  await delay(START_MS, undefined, { ref: false });
  throw new Error(`${what} did not start within ${START_MS / 1000} s`);
}

/** @param {string} url */
async function untilHealthy(url) {
  for (;;) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok) {
      return;
    }
    await delay(100);
  }
}

async function demo() {
  const port = wantedPort();
  const host = process.env["HEADROOM_HOST"] || "127.0.0.1";
  await refuseBusyPort(port, host, "npm run demo");
  await ensureBuilt();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) {
    process.once(signal, () => void stop(0));
  }
  const folder = path.resolve(process.env["HEADROOM_DATA"] || ".data/demo");
  mkdirSync(folder, { recursive: true });
  const token = randomBytes(24).toString("hex");
  const kubeconfig = path.join(folder, "range.kubeconfig");
  const range = await startRange(kubeconfig, `http://127.0.0.1:${port}/api/webhooks/alertmanager`, token);
  startServer({
    PORT: String(port),
    HEADROOM_HOST: host,
    HEADROOM_DATA: folder,
    HEADROOM_DEMO: "1",
    HEADROOM_DEMO_ALERT_TOKEN: token,
    HEADROOM_CLUSTER: "practice-range",
    HEADROOM_LOG_LEVEL: process.env["HEADROOM_LOG_LEVEL"] || "warn",
    KUBECONFIG: kubeconfig,
    PROMETHEUS_URL: range.prometheusUrl,
    HEADROOM_CONFIG: "",
    DATABASE_URL: "",
  });
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([untilHealthy(url), timeUp("Headroom")]);
  console.log(`
Headroom is open at ${url}

  responder@headroom.demo   runs steps           password of all four: headroom-demo
  commander@headroom.demo   leads and signs
  admin@headroom.demo       people and sources
  viewer@headroom.demo      reads

  kubectl --kubeconfig ${path.relative(process.cwd(), kubeconfig)}   sees the same practice range

Ctrl-C stops it; the data stays in ${path.relative(process.cwd(), folder) || folder}.`);
}

process.chdir(fileURLToPath(new URL("../", import.meta.url)));
try {
  await ensurePrerequisites();
  if (!(await rerunOnSuitableNode(import.meta.url))) {
    await demo();
  }
} catch (error) {
  printFailure(error);
  await stop(1);
}
