// The library of 300 runbooks on a Postgres of its own: the first reading, a warm start, searches; beside Postgres' own
// search over the same rows in the same run. Fails above a limit.   node bench/library.mjs [COUNT]
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { SERVER_FLAGS } from "../scripts/shared/server-flags.mjs";

const FLAGS = [...SERVER_FLAGS, "--conditions=react-server", "--import", "./scripts/typescript.mjs"];
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

/** Texts that hurt a parser. */
const badTexts = new Map([
  ["headings", Array.from({ length: 10_000 }, (_, index) => `## h${index}`).join("\n")],
  ["nested", Array.from({ length: 1_000 }, (_, index) => `${"  ".repeat(index)}- x`).join("\n")],
  ["emphasis", "*a_ ".repeat(8_000)],
  ["unclosed", `# a\n\`\`\`bash\n${"kubectl get pods\n".repeat(5_000)}`],
  ["nul", `# Nul\n\n${"line\n".repeat(2_000)}a\0b\n`],
]);

/** Texts as long as they may be. One character beyond Latin-1, and every other one takes twice the room. */
function longTexts() {
  const page = "## Step\n\n```bash\n# List the pods\nkubectl get pods -n shop\n```\n\nLook at <pod-name>.\n\n";
  const whole = page.repeat(Math.floor(4_900_000 / page.length));
  return new Map([
    ["large", `# Large\n\n${page.repeat(7_000)}`],
    ["huge", `# Huge\n\n${whole}`],
    ["arrow", `# A → B\n\n${whole}`],
    ["steps", `# A → B\n\n${page.repeat(8_000)}`],
    ["output", `# Output →\n\n\`\`\`text\n${"a line of output\n".repeat(280_000)}\`\`\`\n`],
    ["line", `# Line →\n\n${"word ".repeat(970_000)}\n`],
    ["matter", `---\nkey: ${"→ word ".repeat(600_000)}\n---\n\n# Matter\n`],
    ["word", `# Word →\n\n${"data".repeat(1_200_000)}\n`],
  ]);
}

/** A Postgres with an empty library, and what reads and searches it. @param {string} home */
async function openLibrary(home) {
  process.env["HEADROOM_DATA"] = path.join(home, "data");
  process.env["HEADROOM_SECRET"] = "b".repeat(40);
  const [{ startEmbeddedPostgres }, { migrate }, { openDatabase, warmDatabase }, { createLog }] = await Promise.all([
    import("../lib/adapters/database/embedded.ts"),
    import("../lib/adapters/database/migrate.ts"),
    import("../lib/adapters/database/client.ts"),
    import("../lib/adapters/log/log.ts"),
  ]);
  const { createIndexer } = await import("../lib/features/runbook/workers.ts");
  const data = {
    ...(await import("../lib/features/runbook/data.ts")),
    ...(await import("../lib/features/library/data.ts")),
  };
  const { runbookParser, searchLibrary } = await import("../lib/features/runbook/runtime.ts");
  const { libraryQuery } = await import("../lib/features/runbook/schema.ts");
  const write = (/** @type {string} */ line) => process.stderr.write(line);
  const log = createLog({ level: "warn", style: "pretty", write, now: () => new Date() });
  const nodeModules = path.join(root, "node_modules");
  const postgres = await startEmbeddedPostgres({ folder: path.join(home, "pg"), nodeModules, log });
  await migrate({ url: postgres.url, folder: path.join(root, "prisma/migrations"), log });
  const { database, close } = openDatabase(postgres.url);
  // As at the start of a server.
  await warmDatabase(database);
  const scope = () => ({ actor: { kind: /** @type {const} */ ("system"), name: "bench" }, database, now: new Date() });
  return {
    ...data,
    database,
    /** A look as after a start: nothing is known of the folders. @param {...string} folders */
    look: async (...folders) => createIndexer(folders, runbookParser())(scope()),
    /** @param {string} q */
    search: (q) => searchLibrary(scope(), libraryQuery.parse({ q })),
    close: async () => {
      await runbookParser().close();
      await close();
      await postgres.stop();
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openLibrary>>} Library */

/** @type {string[]} */
const failures = [];
/** @param {string} name @param {number} value @param {number} [limit] */
function tell(name, value, limit) {
  console.log(`${name.padEnd(58)} ${ms(value).padStart(9)}${limit === undefined ? "" : `   limit ${limit} ms`}`);
  if (limit !== undefined && value > limit) {
    failures.push(name);
  }
}

/** @param {Library} library @param {{ folder: string, other: string, count: number }} what */
async function benchReading(library, { folder, other, count }) {
  writeFileSync(path.join(other, "first.md"), "# First\n");
  const first = await measure(() => library.look(other));
  tell("the first runbook of all, longest turn of the event loop", first.longest, TURN_MS);
  const cold = await measure(() => library.look(folder, other));
  tell(`first reading of ${count} runbooks`, cold.tookMs);
  tell("  longest turn of the event loop meanwhile", cold.longest, TURN_MS);
}

/** @param {Library} library @param {{ folders: string[], count: number }} what */
async function benchStart({ database, look, ...library }, { folders, count }) {
  const starts = [];
  const texts = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    globalThis.headroomLibraryTexts = undefined;
    globalThis.headroomSearchEntries = undefined;
    const start = await measure(async () => {
      await look(...folders);
      await library.readLibraryTexts(database, await library.listFiles(database));
    });
    starts.push(start.tookMs);
    texts.push(await measure(async () => library.readSearchEntries(database, await library.listFiles(database))));
  }
  tell(`warm start of ${count} (read, hash, compare, list), median`, quantile(starts, 0.5), WARM_START_MS);
  tell("  the fastest of them", Math.min(...starts));
  const took = texts.map(({ tookMs }) => tookMs);
  tell("  then, behind it, the texts that a search looks in", quantile(took, 0.5));
  tell("  longest turn of the event loop meanwhile", Math.max(...texts.map(({ longest }) => longest)), TURN_MS);
}

/** @param {Library} library */
async function benchSearch({ database, search }) {
  const { ours, theirs } = await searchTimes(database, search);
  tell(`search as you type, p95 of ${ours.length}`, quantile(ours, 0.95), SEARCH_MS);
  tell("  median", quantile(ours, 0.5));
  tell("  Postgres' ILIKE over the same texts, unranked, p95", quantile(theirs, 0.95));
}

/** Reads the texts into the library, then opens each. @param {Library} library @param {{ name: string, folders: string[], texts: Map<string, string> }} what */
async function benchTexts(library, { name, folders, texts }) {
  const folder = folders.at(-1) ?? "";
  mkdirSync(folder);
  for (const [file, text] of texts) {
    writeFileSync(path.join(folder, `${file}.md`), text);
  }
  const read = await measure(() => library.look(...folders));
  tell(`first reading of ${texts.size} ${name}`, read.tookMs);
  tell("  longest turn of the event loop meanwhile", read.longest, TURN_MS);
  const files = await library.listFiles(library.database);
  const opened = await measure(async () => {
    for (const { hash } of files.filter((file) => file.folder === folder)) {
      await library.readRunbook(library.database, hash);
    }
  });
  tell("  then, each of them opened", opened.tookMs);
  tell("  longest turn of the event loop meanwhile", opened.longest, TURN_MS);
}

/** @param {number} count */
async function bench(count) {
  const home = mkdtempSync(path.join(tmpdir(), "headroom-bench-"));
  const [folder, other] = [path.join(home, "runbooks"), path.join(home, "other")];
  writeLibrary(folder, count);
  mkdirSync(other);
  const library = await openLibrary(home);
  try {
    await benchReading(library, { folder, other, count });
    await benchStart(library, { folders: [folder, other], count });
    await benchSearch(library);
    const [bad, long] = [path.join(home, "bad"), path.join(home, "long")];
    await benchTexts(library, { name: "bad texts", folders: [folder, other, bad], texts: badTexts });
    await benchTexts(library, { name: "long texts", folders: [folder, other, bad, long], texts: longTexts() });
  } finally {
    await library.close();
    rmSync(home, { recursive: true, force: true });
  }
}

if (process.execArgv.includes("--conditions=react-server")) {
  await bench(Number(process.argv[2] ?? 300));
  process.exitCode = failures.length > 0 ? 1 : 0;
} else {
  process.chdir(root);
  spawnSync(process.execPath, ["scripts/bundle.mjs"], { stdio: "ignore" });
  const { status } = spawnSync(process.execPath, [...FLAGS, ...process.argv.slice(1)], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
