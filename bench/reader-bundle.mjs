// The runbook reader as a production bundle: what it imports has no development checks in it, as its peers have none.
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));
const contents = `
export { parseRunbook } from "@/lib/core/runbook/parse-runbook";
export { plainText } from "@/lib/core/runbook/plain-text";
export { repairSource } from "@/lib/core/runbook/repair-source";
export { parsesAsShell } from "@/lib/core/runbook/parses-as-shell";
export { walkSections, walkOperations } from "@/lib/core/runbook/walk";
`;

/** Bundles the reader and imports it. */
export async function readerBundle() {
  const folder = mkdtempSync(path.join(root, "node_modules/.headroom-bench-"));
  const outfile = path.join(folder, "reader.mjs");
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    alias: { "@": root },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: "error",
  });
  const module = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return module;
}
