// The runbook reader as a production bundle: what it imports has no development checks in it, as its peers have none.
import { importBundle } from "../scripts/shared/import-bundle.mjs";

const contents = `
export { parseRunbook } from "@/lib/core/runbook/parse-runbook";
export { plainText } from "@/lib/core/runbook/markdown/plain-text";
export { repairSource } from "@/lib/core/runbook/markdown/repair-source";
export { parsesAsShell } from "@/lib/core/runbook/operations/parses-as-shell";
export { walkSections, walkOperations } from "@/lib/core/runbook/walk";
`;

/** Bundles the reader and imports it. */
export function readerBundle() {
  return importBundle(contents, {
    conditions: [],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
}
