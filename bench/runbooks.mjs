// Reading runbooks beside remark with GFM on the same files in the same run: a cold library of 300, and single files.
// Prints figures and asserts nothing.   node bench/runbooks.mjs [FOLDER…]
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { readerBundle } from "./reader-bundle.mjs";

const LIBRARY = 300;
const ROUNDS = 5;
const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * Milliseconds of each work, the best of several rounds in turn: on the clock, and of this thread's own computing, which
 * other programs of the machine do not lengthen.
 * @param {(() => void)[]} works
 */
function best(...works) {
  const times = works.map(() => ({ wall: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, work] of works.entries()) {
      const startedAt = performance.now();
      const before = process.threadCpuUsage();
      work();
      const { user, system } = process.threadCpuUsage(before);
      const known = times[index] ?? { wall: 0, cpu: 0 };
      times[index] = {
        wall: Math.min(known.wall, performance.now() - startedAt),
        cpu: Math.min(known.cpu, (user + system) / 1_000),
      };
    }
  }
  return times;
}

/** @param {number} ms */
const ms = (ms) => `${ms.toFixed(ms < 10 ? 1 : 0).padStart(6)} ms`;

const { parseRunbook } = await readerBundle();
const remark = unified().use(remarkParse).use(remarkGfm);
const folders = process.argv.length > 2 ? process.argv.slice(2) : [path.join(root, "runbooks")];
const files = folders
  .flatMap((folder) => globSync(`${folder}/**/*.md`))
  .map((file) => ({ path: file, source: readFileSync(file, "utf8") }));
// Each copy is another text: nothing may be had from a cache.
const library = Array.from({ length: LIBRARY }, (_, index) => {
  const file = files[index % files.length] ?? { path: "x.md", source: "" };
  return { path: `${index}-${path.basename(file.path)}`, source: `${file.source}\n\nCopy ${index}.\n` };
});

for (const file of files) {
  parseRunbook(file);
  remark.parse(file.source);
}
console.log("                                               on the clock              computing");
console.log("file                                      KB    remark  Headroom  ratio    remark  Headroom  ratio");
/** @param {string} name @param {string} size @param {(() => void)[]} works */
const print = (name, size, works) => {
  const [peer, ours] = best(...works);
  const columns = ["wall", "cpu"].map((/** @type {any} */ key) => {
    const [theirs, own] = [peer?.[/** @type {"wall"} */ (key)] ?? 0, ours?.[/** @type {"wall"} */ (key)] ?? 0];
    return `${ms(theirs)} ${ms(own)} ${(own / theirs).toFixed(2).padStart(6)}`;
  });
  console.log(`${name.padEnd(38)} ${size.padStart(5)} ${columns.join(" ")}`);
};
for (const file of files) {
  const works = [() => remark.parse(file.source), () => parseRunbook(file)];
  print(path.basename(file.path), (file.source.length / 1024).toFixed(0), works);
}
print(`cold library of ${LIBRARY} (limit 1.50)`, "", [
  () => library.map(({ source }) => remark.parse(source)),
  () => library.map((file) => parseRunbook(file)),
]);

const hostile = "*a_ ".repeat(8_000);
const deep = `${">".repeat(5_000)} x\n`;
for (const [name, source] of [
  ["31 KB of *a_", hostile],
  ["5,000 quotes deep", deep],
]) {
  const startedAt = performance.now();
  parseRunbook({ source, path: "x.md" });
  console.log(`${String(name).padEnd(38)} Headroom ${ms(performance.now() - startedAt)}`);
}
