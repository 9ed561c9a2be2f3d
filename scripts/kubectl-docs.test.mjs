import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { kubectlPage } from "./kubectl-docs.mjs";

it("docs/kubectl.md says what the cases say (else: node scripts/kubectl-docs.mjs)", async () => {
  const page = readFileSync(fileURLToPath(new URL("../docs/kubectl.md", import.meta.url)), "utf8");
  expect(page).toBe(await kubectlPage());
});
