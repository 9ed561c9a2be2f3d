// Generates the Prisma client, offline, when the schema, the generator or its version changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

const OUTPUT = "lib/adapters/database/generated";
const STAMP = `${OUTPUT}/.stamp`;
const INPUTS = ["prisma/schema.prisma", "prisma.config.ts", "node_modules/@prisma/client/package.json"];

const hash = createHash("sha256");
for (const file of INPUTS) {
  hash.update(readFileSync(file));
}
const stamp = hash.digest("hex");

if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== stamp) {
  // The schema engine is not needed to generate; without this, Prisma would download it.
  const run = spawnSync("node_modules/.bin/prisma", ["generate", "--no-hints"], {
    encoding: "utf8",
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true", CHECKPOINT_DISABLE: "1" },
  });
  if (run.status === 0) {
    writeFileSync(STAMP, stamp);
  } else {
    process.stderr.write(`${run.stdout}${run.stderr}`);
    process.exitCode = 1;
  }
}
