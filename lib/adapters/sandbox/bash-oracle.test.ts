import { describe, expect, it } from "vitest";
import oracle from "./fixtures/bash-oracle.json";
import { bareRequest, bundledSandbox } from "./testing/bundled-sandbox";

const sandbox = bundledSandbox();

const files = Object.entries(oracle.files)
  .map(([name, text]) => `cat > ${name} <<'END_OF_FILE'\n${text}END_OF_FILE\n`)
  .join("");

async function run(script: string) {
  let stdout = "";
  const { exitCode } = await sandbox.run({
    ...bareRequest,
    script: files + script,
    onOutput: ({ stream, text }) => {
      stdout += stream === "stdout" ? text : "";
    },
  });
  return { stdout, exitCode };
}

/** Known differences of the interpreter's own tools; one that is mended must leave this list. */
const differing = new Set([
  "grep -rl ERROR . | sort",
  `awk 'NR>1 {gsub(/Mi/, "", $3); if ($3 > 300) print $1 ": " $3 " MiB"}' top.txt`,
]);

describe("the sandbox does what bash does (recorded by scripts/record-bash.mjs)", () => {
  it.fails.each(oracle.cases.filter(({ script }) => differing.has(script)))(
    "not yet: $script",
    async ({ script, stdout, exitCode }) => {
      expect(await run(script)).toEqual({ stdout, exitCode });
    },
  );

  it.each(oracle.cases.filter(({ script }) => !differing.has(script)))(
    "$script",
    async ({ script, stdout, exitCode }) => {
      expect(await run(script)).toEqual({ stdout, exitCode });
    },
  );
});
