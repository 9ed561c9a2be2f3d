// Writes docs/kubectl.md from the cases that compare our kubectl with the real one; --check says whether it is stale.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const CASES = "lib/adapters/kubernetes/kubectl/differential";
const PAGE = path.join(root, "docs/kubectl.md");

/** @typedef {{ line: string, lines?: number, differs?: { why: string, parts: readonly string[] } }} Case */
/** @typedef {{ verb: string, reads?: readonly (string | Case)[], changes?: readonly Case[] }} Suite */

/** @returns {Promise<Suite[]>} */
async function loadSuites() {
  const folder = path.join(root, CASES);
  const files = readdirSync(folder).filter((name) => name.endsWith(".cases.ts"));
  return Promise.all(
    files.sort().map(async (name) => (await import(pathToFileURL(path.join(folder, name)).href)).suite),
  );
}

/** Flags of a line, `-o` with its format. @param {string} line */
function flagsOf(line) {
  const plain = line
    .replace(/ -- .*/s, "")
    .replaceAll(/'[^']*'|"[^"]*"/g, (text) => text.slice(1, 12).replaceAll(/\W.*/gs, ""));
  const flags = [...plain.matchAll(/(?<=\s)(--[a-z][a-z-]*|-[A-Za-z])(?:[= ]?([a-z-]+))?/g)];
  return flags
    .filter(([, flag = ""]) => !flag.includes("nosuch"))
    .map(([, flag = "", value = ""]) => (/^(?:-o|--output)$/.test(flag) && value !== "" ? `-o ${value}` : flag));
}

/** @param {readonly Suite[]} suites */
function byVerb(suites) {
  /** @type {Map<string, Case[]>} */
  const cases = new Map();
  for (const { verb, reads = [], changes = [] } of suites) {
    const own = [...reads.map((read) => (typeof read === "string" ? { line: read } : read)), ...changes];
    cases.set(verb, [...(cases.get(verb) ?? []), ...own]);
  }
  return [...cases].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The page's text. */
export async function kubectlPage() {
  const verbs = byVerb(await loadSuites());
  const total = verbs.reduce((sum, [, cases]) => sum + cases.length, 0);
  const rows = verbs.map(([verb, cases]) => {
    const flags = [...new Set(cases.flatMap(({ line }) => flagsOf(line)))].sort();
    return `| ${verb} | ${flags.map((flag) => `\`${flag}\``).join(" ")} | ${cases.length} |`;
  });
  const differences = verbs.flatMap(([verb, cases]) =>
    cases.flatMap(({ line, differs }) =>
      differs ? [`- **${verb}**, \`kubectl ${line}\`: ${differs.parts.join(", ")} differ: ${differs.why}.`] : [],
    ),
  );
  return `# kubectl in Headroom

Written by \`scripts/kubectl-docs.mjs\` from the cases in \`${CASES}/\`; do not edit.

Headroom's own \`kubectl\` is compared with the real one, byte for byte: standard output, standard error and exit code, and for
what changes something also the object that the cluster holds then. ${total} cases; a flag is listed when a case uses it. A verb or flag
that is missing here is an error that says so.

| verb | flags | cases |
|---|---|---|
${rows.join("\n")}

## Differences that are explained

${differences.length === 0 ? "None." : differences.join("\n")}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = await kubectlPage();
  if (!process.argv.includes("--check")) {
    writeFileSync(PAGE, page);
  } else if (readFileSync(PAGE, "utf8") !== page) {
    console.error("docs/kubectl.md is out of date: run node scripts/kubectl-docs.mjs");
    process.exitCode = 1;
  }
}
