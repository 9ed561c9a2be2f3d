// What types and imports cannot hold: the closed vocabulary of lib/features, and "no change without an event".
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const VOCABULARY =
  /^(schema|data|loaders|actions|queries|runtime|workers)([.]test)?[.]ts$|^mutations\/[a-z0-9-]+([.]test)?[.]ts$|^testing\//;

/** Mutations that may lack an event of their own, with the reason. */
const WITHOUT_EVENT = new Map([
  ["execution/mutations/append-output.ts", "output is evidence of run.started; the run's end carries its hash"],
  ["execution/mutations/cancel-run.ts", "a request: the executor records run.cancelled when it has stopped"],
  ["incident/mutations/declare-incident.ts", "openIncident and recordParameter record what it does"],
  ["incident/mutations/follow-pod.ts", "recordParameter records what it does"],
  ["recording/mutations/claim-sample.ts", "a lease; the sample's own event follows"],
  ["runbook/mutations/upload-runbook.ts", "indexRunbook records what it does, with the person as its actor"],
  ["execution/mutations/renew-lease.ts", "a heartbeat says nothing to a reader"],
]);

/** @param {string} folder @returns {string[]} */
function filesUnder(folder) {
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
    : [];
}

/** Problems of one repository, as sentences. @param {string} root @param {Map<string, string>} [withoutEvent] */
export function structureProblems(root, withoutEvent = WITHOUT_EVENT) {
  const features = path.join(root, "lib/features");
  return filesUnder(features).flatMap((file) => {
    const [noun = "", ...rest] = path.relative(features, file).split(path.sep);
    const name = rest.join("/");
    const id = `${noun}/${name}`;
    if (!VOCABULARY.test(name)) {
      return [`lib/features/${id}: not one of the file names of a feature (ARCHITECTURE.md)`];
    }
    const isMutation = name.startsWith("mutations/") && !name.includes(".test.");
    if (isMutation && !withoutEvent.has(id) && !readFileSync(file, "utf8").includes("recordEvent(")) {
      return [`lib/features/${id}: a change without recordEvent() in the same transaction`];
    }
    return [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = structureProblems(process.cwd());
  for (const problem of problems) {
    console.error(problem);
  }
  process.exitCode = problems.length > 0 ? 1 : 0;
}
