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

/** Milliseconds of one call, the median of several. @param {() => void} work */
function median(work) {
  const times = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
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
console.log("file                                      KB    remark  Headroom  ratio");
for (const file of files) {
  const peer = median(() => remark.parse(file.source));
  const ours = median(() => parseRunbook(file));
  const name = path.basename(file.path).padEnd(38);
  const size = (file.source.length / 1024).toFixed(0).padStart(5);
  console.log(`${name} ${size} ${ms(peer)} ${ms(ours)} ${(ours / peer).toFixed(2).padStart(6)}`);
}
const peer = median(() => {
  for (const { source } of library) {
    remark.parse(source);
  }
});
const ours = median(() => {
  for (const file of library) {
    parseRunbook(file);
  }
});
console.log(
  `cold library of ${LIBRARY}: remark ${ms(peer)}, Headroom ${ms(ours)}, ratio ${(ours / peer).toFixed(2)} (limit 1.5)`,
);

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
