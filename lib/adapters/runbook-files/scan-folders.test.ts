import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { createFolderScanner } from "./scan-folders";

const root = mkdtempSync(path.join(tmpdir(), "headroom-scan-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("finds every file of a library of more than 2,000, once, also behind a link that leads in a circle", async () => {
  const folders = Array.from({ length: 25 }, (_, index) => path.join(root, `team-${index}`));
  await Promise.all(folders.map((folder) => mkdir(folder)));
  await Promise.all(
    folders.flatMap((folder, team) =>
      Array.from({ length: 90 }, (_, index) =>
        writeFile(path.join(folder, `page-${team}-${index}.md`), `# Page ${team} ${index}\n`),
      ),
    ),
  );
  await symlink("..", path.join(root, "team-0", "again"));
  const scanner = createFolderScanner();
  const { files, problems, notices } = await scanner.scan([root]);
  expect(new Set(files.map(({ slug }) => slug)).size).toBe(2_250);
  expect(new Set(files.map(({ hash }) => hash)).size).toBe(2_250);
  expect([...problems, ...notices]).toEqual([]);

  await rm(path.join(root, "team-3"), { recursive: true });
  expect((await scanner.scan([root])).files).toHaveLength(2_160);
});
