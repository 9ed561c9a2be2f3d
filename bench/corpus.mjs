// Reads every Markdown file of the folders given and counts what was made of them: crashes, words lost, shell blocks that
// are neither split into operations that parse nor named as something else, and commands missed in blocks without a tag.
// What is a command or a block is found here by means of its own, so that the reader does not judge itself.
// Prints figures and asserts nothing.   node bench/corpus.mjs [--show KIND] FOLDER…
import { globSync, readFileSync, statSync } from "node:fs";
import process from "node:process";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { readerBundle } from "./reader-bundle.mjs";

const SHELL_TAG = /^\{?\.?(?:bash|sh|shell|zsh|console|terminal|shell-session|sh-session)\b/i;
/** A line that nobody takes for anything but a command. */
const CERTAIN_COMMAND =
  /^\s*(?:\$ |sudo )?(?:kubectl|oc|docker|curl|ssh|systemctl|journalctl|psql|aws|gcloud|helm|git|etcdctl|redis-cli|terraform|podman) (?:-{1,2}[a-z]|[a-z]+ (?:-|[\w./-]+$|[\w./-]+ -)|https?:)/;

/** @typedef {{ file: string, line: number, text: string }} Example */
const counts = {
  files: 0,
  crashes: 0,
  "files with words lost": 0,
  "words lost": 0,
  "shell blocks": 0,
  "shell blocks split": 0,
  "shell blocks named": 0,
  "shell blocks unparsed": 0,
  "shell blocks named in spite of a command": 0,
  "untagged commands": 0,
  "untagged commands missed": 0,
};
/** @type {Map<string, Example[]>} */
const examples = new Map();

/** @param {keyof typeof counts} kind @param {Example} example */
function note(kind, example) {
  counts[kind] += 1;
  examples.set(kind, [...(examples.get(kind) ?? []), example]);
}

const argv = process.argv.slice(2);
const shown = argv[0] === "--show" ? argv.splice(0, 2)[1] : undefined;
const { parseRunbook, plainText, repairSource, walkSections, walkOperations, parsesAsShell } = await readerBundle();
const remark = unified().use(remarkParse).use(remarkGfm);

/** @param {string} text @returns {string[]} */
const wordsOf = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words of the source that are not in the text, in order. @param {string} source @param {string} text */
function lostWords(source, text) {
  const wanted = wordsOf(source);
  let at = 0;
  for (const word of wordsOf(text)) {
    at += word === wanted[at] ? 1 : 0;
  }
  return wanted.slice(at);
}

/** All code blocks of a model, by the line they begin on. @param {any} runbook */
function modelledBlocks(runbook) {
  const found = new Map();
  const visit = (/** @type {any} */ block) => {
    if (block.kind === "code") {
      found.set(block.lines.start, block);
    }
    for (const inner of [
      ...(block.blocks ?? []),
      ...(block.items ?? []).flatMap((/** @type {any} */ item) => item.blocks),
    ]) {
      visit(inner);
    }
  };
  for (const section of walkSections(runbook.sections)) {
    section.blocks.forEach(visit);
  }
  return found;
}

/** The fenced blocks as remark sees them. @param {string} text */
function fencesOf(text) {
  /** @type {{ tag: string, text: string, line: number }[]} */
  const fences = [];
  const visit = (/** @type {any} */ node) => {
    const isFenced =
      node.type === "code" &&
      /^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)*(?:`{3}|~{3})/.test(text.split("\n")[node.position.start.line - 1] ?? "");
    if (isFenced) {
      fences.push({ tag: node.lang ?? "", text: node.value, line: node.position.start.line });
    }
    (node.children ?? []).forEach(visit);
  };
  visit(remark.parse(text));
  return fences;
}

/** @param {any} block @param {Map<string, any>} operations @param {Example} example */
function countShellBlock(block, operations, example) {
  counts["shell blocks"] += 1;
  const parts = block?.parts ?? [];
  const runs = parts.flatMap((/** @type {any} */ part) => operations.get(part.operationId) ?? []);
  const isUnexplained =
    parts.length === 0 ||
    parts.some((/** @type {any} */ part) => part.content === "commands" && part.operationId === undefined);
  const broken = runs.find((/** @type {any} */ run) => run.language === "shell" && !parsesAsShell(run.script));
  if (isUnexplained || broken) {
    note("shell blocks unparsed", broken ? { ...example, text: broken.script } : example);
  } else if (runs.length > 0) {
    counts["shell blocks split"] += 1;
  } else {
    counts["shell blocks named"] += 1;
    if (example.text.split("\n").some((line) => CERTAIN_COMMAND.test(line))) {
      note("shell blocks named in spite of a command", {
        ...example,
        text: `${parts.map((/** @type {any} */ part) => part.because)}\n${example.text}`,
      });
    }
  }
}

/** @param {any} block @param {Map<string, any>} operations @param {Example} example */
function countUntaggedBlock(block, operations, example) {
  const scripts = (block?.parts ?? [])
    .map((/** @type {any} */ part) => operations.get(part.operationId)?.script ?? "")
    .join("\n");
  for (const line of example.text.split("\n").filter((candidate) => CERTAIN_COMMAND.test(candidate))) {
    counts["untagged commands"] += 1;
    if (!scripts.includes(line.trim().replace(/^\$ /, ""))) {
      note("untagged commands missed", { ...example, text: `${line}\n--- in ---\n${example.text}` });
    }
  }
}

/** @param {string} file */
function countFile(file) {
  counts.files += 1;
  const source = readFileSync(file, "utf8");
  let runbook;
  try {
    runbook = parseRunbook({ source, path: file });
  } catch (error) {
    note("crashes", { file, line: 1, text: String(error instanceof Error ? error.stack : error) });
    return;
  }
  const { text } = repairSource(source);
  const lost = lostWords(text, plainText(runbook));
  if (lost.length > 0) {
    counts["words lost"] += lost.length;
    note("files with words lost", { file, line: 1, text: lost.slice(0, 20).join(" ") });
  }
  const blocks = modelledBlocks(runbook);
  const operations = new Map([...walkOperations(runbook)].map(({ operation }) => [operation.id, operation]));
  for (const fence of fencesOf(text)) {
    const block = blocks.get(fence.line);
    const example = { file, line: fence.line, text: fence.text };
    if (SHELL_TAG.test(fence.tag)) {
      countShellBlock(block, operations, example);
    } else if (fence.tag === "" || /^(?:text|txt|plain|plaintext|none|code)$/i.test(fence.tag)) {
      countUntaggedBlock(block, operations, example);
    }
  }
}

const files = argv
  .flatMap((folder) => globSync(`${folder}/**/*.{md,markdown,mdx}`))
  .filter((file) => statSync(file).isFile());
files.forEach(countFile);
for (const [name, count] of Object.entries(counts)) {
  console.log(`${name.padEnd(44)} ${String(count).padStart(7)}`);
}
const share = (/** @type {number} */ part, /** @type {number} */ whole) =>
  `${whole === 0 ? "-" : (100 * (part / whole)).toFixed(2)} %`;
console.log(
  `shell blocks split or named                  ${share(counts["shell blocks"] - counts["shell blocks unparsed"], counts["shell blocks"])} (aim 99)`,
);
console.log(
  `commands found in blocks without a tag       ${share(counts["untagged commands"] - counts["untagged commands missed"], counts["untagged commands"])} (aim 95)`,
);
for (const { file, line, text } of shown === undefined ? [] : (examples.get(shown) ?? [])) {
  console.log(`\n=== ${file}:${line}\n${text}`);
}
