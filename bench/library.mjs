// The library of 300 runbooks on a Postgres of its own: the first reading, a warm start, searches; beside Postgres' own
// search over the same rows in the same run. Fails above a limit.   node bench/library.mjs [COUNT]
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const FLAGS = ["--conditions=react-server", "--import", "./scripts/typescript.mjs"];
const WARM_START_MS = 200;
const SEARCH_MS = 50;
const TURN_MS = 50;
const ROUNDS = 20;
const QUERIES = [
  "m",
  "mem",
  "memory",
  "memory oom",
  "kubectl top pod",
  "heap leak",
  "rollout restart",
  "namespace prod",
  "nosuchword",
  "gc 80%",
];
const root = fileURLToPath(new URL("../", import.meta.url));

/** @param {readonly number[]} times @param {number} share */
const quantile = (times, share) => [...times].sort((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? 0;
/** @param {number} value */
const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** How long `work` takes, and the longest turn of the event loop meanwhile in the thread's own time. @param {() => Promise<unknown>} work */
async function measure(work) {
  let longest = 0;
  let before = process.threadCpuUsage();
  const turn = () => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.threadCpuUsage();
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  const startedAt = performance.now();
  await work();
  const tookMs = performance.now() - startedAt;
  clearImmediate(next);
  return { tookMs, longest };
}

/** A folder of so many different runbooks, made of our own. @param {string} folder @param {number} count */
function writeLibrary(folder, count) {
  const texts = globSync(path.join(root, "runbooks/*.md")).map((file) => readFileSync(file, "utf8"));
  mkdirSync(folder);
  for (let index = 0; index < count; index += 1) {
    const text = (texts[index % texts.length] ?? "# X\n").replace(/^# .*/m, `$& ${index}`);
    writeFileSync(path.join(folder, `page-${index}.md`), `${text}\n\nCopy ${index}.\n`);
  }
}

/**
 * Milliseconds of each search, and of Postgres' own over the same texts.
 * @param {import("../lib/adapters/database/transaction.ts").Database} database @param {(q: string) => Promise<unknown>} search
 */
async function searchTimes(database, search) {
  const ours = [];
  const theirs = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const q of QUERIES) {
      ours.push((await measure(() => search(q))).tookMs);
      const patterns = q.split(" ").map((word) => `%${word}%`);
      const like = () => database.$queryRaw`
        SELECT "slug", "title" FROM "RunbookRevision" WHERE "source" ILIKE ALL (${patterns}) ORDER BY "title" LIMIT 100`;
      theirs.push((await measure(like)).tookMs);
    }
  }
  return { ours, theirs };
}

/** @param {number} count */
async function bench(count) {
  const home = mkdtempSync(path.join(tmpdir(), "headroom-bench-"));
  process.env["HEADROOM_DATA"] = path.join(home, "data");
  process.env["HEADROOM_SECRET"] = "b".repeat(40);
  const [{ startEmbeddedPostgres }, { migrate }, { openDatabase }, { createLog }] = await Promise.all([
    import("../lib/adapters/database/embedded.ts"),
    import("../lib/adapters/database/migrate.ts"),
    import("../lib/adapters/database/client.ts"),
    import("../lib/adapters/log/log.ts"),
  ]);
  const { createIndexer } = await import("../lib/features/runbook/workers.ts");
  const { listFiles, readLibraryTexts } = await import("../lib/features/runbook/data.ts");
  const { runbookParser, searchLibrary } = await import("../lib/features/runbook/runtime.ts");
  const { libraryQuery } = await import("../lib/features/runbook/schema.ts");
  const log = createLog({
    level: "warn",
    style: "pretty",
    write: (line) => process.stderr.write(line),
    now: () => new Date(),
  });
  const folder = path.join(home, "runbooks");
  writeLibrary(folder, count);
  const postgres = await startEmbeddedPostgres({
    folder: path.join(home, "pg"),
    nodeModules: path.join(root, "node_modules"),
    log,
  });
  await migrate({ url: postgres.url, folder: path.join(root, "prisma/migrations"), log });
  const { database, close } = openDatabase(postgres.url);
  const scope = () => ({ actor: { kind: /** @type {const} */ ("system"), name: "bench" }, database, now: new Date() });
  /** @type {string[]} */
  const failures = [];
  /** @param {string} name @param {number} value @param {number} limit */
  const judge = (name, value, limit) => {
    console.log(`${name.padEnd(58)} ${ms(value).padStart(9)}   limit ${limit} ms`);
    if (value > limit) {
      failures.push(name);
    }
  };
  try {
    const cold = await measure(() => createIndexer([folder], runbookParser())(scope()));
    console.log(`first reading of ${count} runbooks`.padEnd(58), ms(cold.tookMs).padStart(9));
    judge("longest turn of the event loop meanwhile", cold.longest, TURN_MS);

    const starts = [];
    for (let round = 0; round < 5; round += 1) {
      globalThis.headroomLibraryTexts = undefined;
      const look = createIndexer([folder], runbookParser());
      const start = await measure(async () => {
        await look(scope());
        await readLibraryTexts(database, await listFiles(database));
      });
      starts.push(start.tookMs);
    }
    judge(`warm start of ${count} (read, hash, compare, texts), median`, quantile(starts, 0.5), WARM_START_MS);

    const { ours, theirs } = await searchTimes(database, (q) => searchLibrary(scope(), libraryQuery.parse({ q })));
    judge(`search as you type, p95 of ${ours.length}`, quantile(ours, 0.95), SEARCH_MS);
    console.log(
      "  median, and Postgres' ILIKE over the same texts, unranked".padEnd(58),
      `${ms(quantile(ours, 0.5)).padStart(9)}   p95 ${ms(quantile(theirs, 0.95))}`,
    );
  } finally {
    await runbookParser().close();
    await close();
    await postgres.stop();
    rmSync(home, { recursive: true, force: true });
  }
  return failures;
}

if (process.execArgv.includes("--conditions=react-server")) {
  const failures = await bench(Number(process.argv[2] ?? 300));
  process.exitCode = failures.length > 0 ? 1 : 0;
} else {
  process.chdir(root);
  spawnSync(process.execPath, ["scripts/bundle.mjs"], { stdio: "ignore" });
  const { status } = spawnSync(process.execPath, [...FLAGS, ...process.argv.slice(1)], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
