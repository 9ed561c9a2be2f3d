// Fails when a document names a path of this repository that does not exist.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
/** What a path in backticks begins with when it means this repository. */
const TOP_FOLDERS =
  /^(app|bench|bin|cli|components|deploy|docs|e2e|lib|prisma|range|runbooks|scripts)\/[\w./[\]()@-]*$/;

/** @param {string} root @returns {string[]} */
function documentsOf(root) {
  const docs = path.join(root, "docs");
  const inDocs = existsSync(docs) ? readdirSync(docs, { recursive: true, encoding: "utf8" }) : [];
  return [...DOCUMENTS, ...inDocs.map((name) => `docs/${name}`)].filter(
    (name) => name.endsWith(".md") && existsSync(path.join(root, name)),
  );
}

/** Problems of one repository, as sentences. @param {string} root */
export function documentProblems(root) {
  return documentsOf(root).flatMap((document) => {
    const text = readFileSync(path.join(root, document), "utf8").replaceAll(/^```[\s\S]*?^```/gm, "");
    const named = [...text.matchAll(/`([^`\n]+)`/g)].map(([, name = ""]) => name);
    const linked = [...text.matchAll(/\]\(([^)#\s:]+)(?:#[^)]*)?\)/g)].map(([, name = ""]) => name);
    const missing = [
      ...named.filter((name) => TOP_FOLDERS.test(name) && !existsSync(path.join(root, name))),
      ...linked.filter((name) => !existsSync(path.join(root, path.dirname(document), name))),
    ];
    return [...new Set(missing)].map((name) => `${document}: ${name} does not exist`);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = documentProblems(process.cwd());
  for (const problem of problems) {
    console.error(problem);
  }
  process.exitCode = problems.length > 0 ? 1 : 0;
}
