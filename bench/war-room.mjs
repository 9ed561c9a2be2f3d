// The war room's page in the production build, warm: server time and JavaScript, beside the health check as the floor; and
// the room of a runbook with ten thousand headings, with what a health check waits meanwhile.
// Prints figures and asserts nothing.   node bench/war-room.mjs
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";

const PORT = process.env["PORT"] ?? "4555";
const BASE = `http://127.0.0.1:${PORT}`;
const WARM = 30;
const REQUESTS = 200;

/** A demo of its own, open; the function ends it. @param {Record<string, string>} variables */
async function openDemo(variables) {
  const data = mkdtempSync(path.join(tmpdir(), "headroom-bench-"));
  const demo = spawn(process.execPath, ["scripts/demo.mjs"], {
    env: { ...process.env, PORT, HEADROOM_DATA: data, ...variables },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: demo.stdout })) {
    if (line.includes("Headroom is open")) {
      break;
    }
  }
  return async () => {
    demo.kill("SIGINT");
    await once(demo, "exit");
    rmSync(data, { recursive: true, force: true });
  };
}

async function signIn() {
  const response = await fetch(`${BASE}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: BASE },
    body: JSON.stringify({ email: "responder@headroom.demo", password: "headroom-demo" }),
  });
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** Milliseconds until the whole answer is there, sorted. @param {string} url @param {string} cookie */
async function timesOf(url, cookie) {
  const times = [];
  for (let index = 0; index < WARM + REQUESTS; index += 1) {
    const startedAt = performance.now();
    const response = await fetch(url, { headers: { cookie } });
    await response.text();
    if (!response.ok) {
      throw new Error(`${url} answered ${response.status}`);
    }
    if (index >= WARM) {
      times.push(performance.now() - startedAt);
    }
  }
  return times.sort((a, b) => a - b);
}

/** @param {string} name @param {number[]} times */
function report(name, times) {
  const at = (/** @type {number} */ share) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  console.log(`${name.padEnd(24)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   max ${at(0.999)} ms`);
}

/** Bytes of JavaScript, gzip, that the room loads before and after its graph. @param {string} cookie */
async function javascriptOf(cookie) {
  const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
  const context = await browser.newContext();
  const [name = "", ...value] = cookie.split("=");
  await context.addCookies([{ name, value: value.join("="), url: BASE }]);
  const page = await context.newPage();
  /** @type {Map<string, number>} */
  const sizes = new Map();
  page.on("response", async (response) => {
    if (response.url().endsWith(".js")) {
      sizes.set(response.url(), gzipSync(await response.body()).length);
    }
  });
  const html = await (await context.request.get(`${BASE}/incidents/1`)).text();
  await page.goto(`${BASE}/incidents/1`);
  await page.getByText("Headroom", { exact: true }).first().waitFor();
  await page.getByRole("application").first().waitFor();
  const isNamed = (/** @type {string} */ url) => html.includes(new URL(url).pathname);
  const sum = (/** @type {[string, number][]} */ list) => list.reduce((total, [, size]) => total + size, 0) / 1024;
  const all = [...sizes];
  await browser.close();
  return { first: sum(all.filter(([url]) => isNamed(url))), total: sum(all) };
}

/** What health checks wait, in milliseconds, while pages are opened. @param {() => Promise<void>} open */
async function waitsWhile(open) {
  let isOpening = true;
  const asked = (async () => {
    const waits = [];
    while (isOpening) {
      const startedAt = performance.now();
      await (await fetch(`${BASE}/api/health`)).text();
      waits.push(performance.now() - startedAt);
      await pause(2);
    }
    return waits.sort((a, b) => a - b);
  })();
  await open();
  isOpening = false;
  return asked;
}

async function roomOfTenThousandHeadings() {
  const folder = mkdtempSync(path.join(tmpdir(), "headroom-runbooks-"));
  const looks = Array.from(
    { length: 10_000 },
    (_, at) => `## Look ${at}\n\n\`\`\`bash\nkubectl get pod p${at}\n\`\`\`\n`,
  );
  const front = "---\nheadroom:\n  alerts: [MemoryOOM]\n---\n";
  writeFileSync(path.join(folder, "vast.md"), `${front}# Vast\n\n${looks.join("\n")}`);
  const end = await openDemo({ RUNBOOKS_DIR: folder });
  const cookie = await signIn();
  const room = async (/** @type {number} */ part) =>
    (await fetch(`${BASE}/incidents/1?part=${part}`, { headers: { cookie } })).text();
  while (!(await room(1)).includes("Search part")) {
    await pause(200);
  }
  for (const part of [1, 60]) {
    let bytes = 0;
    const waits = await waitsWhile(async () => {
      for (let time = 0; time < 10; time += 1) {
        bytes = Math.max(bytes, (await room(part + time)).length);
      }
    });
    report(`health, vast room ${part}-${part + 9}`, waits);
    console.log(`  its largest page ${(bytes / 1024).toFixed(0)} KB   (limit of the event loop 50 ms)`);
  }
  await end();
  rmSync(folder, { recursive: true, force: true });
}

const end = await openDemo({});
const cookie = await signIn();
await fetch(`${BASE}/incidents/1`, { headers: { cookie } });
report("health check (floor)", await timesOf(`${BASE}/api/health`, cookie));
report("war room page", await timesOf(`${BASE}/incidents/1`, cookie));
report("home page", await timesOf(`${BASE}/`, cookie));
report(
  "health, this room",
  await waitsWhile(async () => {
    for (let time = 0; time < 20; time += 1) {
      await (await fetch(`${BASE}/incidents/1`, { headers: { cookie } })).text();
    }
  }),
);
const { first, total } = await javascriptOf(cookie);
console.log(
  `JavaScript, gzip         page ${first.toFixed(0)} KB   with its graph ${total.toFixed(0)} KB   (limit 250 KB)`,
);
await end();
await roomOfTenThousandHeadings();
