import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { documentProblems } from "./check-docs.mjs";

let root = "";

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "headroom-docs-"));
  mkdirSync(path.join(root, "docs/adr"), { recursive: true });
  mkdirSync(path.join(root, "lib/core"), { recursive: true });
  writeFileSync(path.join(root, "docs/adr/0001-rings.md"), "Up: [readme](../../README.md), `lib/none/`.");
});
afterAll(() => rmSync(root, { recursive: true }));

test("names each path that does not exist, with its document", () => {
  writeFileSync(
    path.join(root, "README.md"),
    "`lib/core/` and `lib/gone.ts`, again `lib/gone.ts`; [one](docs/adr/0001-rings.md#x), [two](docs/two.md)\n",
  );
  expect(documentProblems(root)).toEqual([
    "README.md: lib/gone.ts does not exist",
    "README.md: docs/two.md does not exist",
    "docs/adr/0001-rings.md: lib/none/ does not exist",
  ]);
});

test("leaves words, patterns, addresses and blocks of code alone", () => {
  writeFileSync(
    path.join(root, "README.md"),
    "`npm test`, `lib/<noun>/*.ts`, [site](https://example.org/docs/x), [here](#top)\n```\n`lib/block.ts`\n```\n",
  );
  expect(documentProblems(root).filter((problem) => problem.startsWith("README"))).toEqual([]);
});
