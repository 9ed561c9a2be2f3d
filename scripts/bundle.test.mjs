import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { bundle } from "./bundle.mjs";

it("makes no bundle again whose sources are as they were", async () => {
  const made = fileURLToPath(new URL("../dist/sandbox-child.mjs", import.meta.url));
  await bundle(["dist/sandbox-child.mjs"]);
  const { mtimeMs } = statSync(made);

  await bundle(["dist/sandbox-child.mjs"]);

  expect(statSync(made).mtimeMs).toBe(mtimeMs);
});
