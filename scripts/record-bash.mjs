// Runs the cases of a fixture in the real bash and writes down what it said. The sandbox's test replays them.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../lib/adapters/sandbox/fixtures/bash-oracle.json", import.meta.url));
/** @type {{ files: Record<string, string>, cases: { script: string, stdout?: string, exitCode?: number | null }[] }} */
const oracle = JSON.parse(readFileSync(file, "utf8"));

const cases = oracle.cases.map(({ script }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "record-bash-"));
  for (const [name, text] of Object.entries(oracle.files)) {
    writeFileSync(path.join(folder, name), text);
  }
  const { stdout, status } = spawnSync("bash", ["-c", script], {
    cwd: folder,
    env: { PATH: "/usr/bin:/bin", HOME: folder, LC_ALL: "C.UTF-8", TZ: "UTC", NODE_ENV: "test" },
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  return { script, stdout, exitCode: status };
});
writeFileSync(file, `${JSON.stringify({ ...oracle, cases }, null, 2)}\n`);
console.log(`${cases.length} cases recorded`);
