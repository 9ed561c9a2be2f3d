import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/database/testing/test-database";
import type { Scope } from "@/lib/adapters/database/transaction";
import { createRunbookParser, type RunbookParser } from "@/lib/adapters/runbook-files/runbook-parser";
import { plainText } from "@/lib/core/runbook/markdown/plain-text";
import type { Runbook } from "@/lib/core/runbook/runbook";
import { walkSections } from "@/lib/core/runbook/walk";
import { bundle } from "../../../../scripts/bundle.mjs";
import { findCurrentRevision, listFiles, readRunbook } from "../data";
import { createIndexer } from "../workers";

const workerPath = fileURLToPath(new URL("../../../../dist/runbook-worker.mjs", import.meta.url));
const opened: RunbookParser[] = [];
let own: TestDatabase;
let folder: string;

beforeAll(async () => {
  await bundle(["dist/runbook-worker.mjs"]);
  own = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "headroom-hostile-"));
}, 120_000);
afterAll(async () => {
  await Promise.all(opened.map((parser) => parser.close()));
  await own.drop();
  await rm(folder, { recursive: true, force: true });
});

function parserWithin(deadlineMs: number): RunbookParser {
  const parser = createRunbookParser({ workerPath, deadlineMs });
  opened.push(parser);
  return parser;
}

const scope = (): Scope => ({
  actor: { kind: "system", name: "Headroom" },
  database: own.database,
  now: new Date("2026-05-01T10:00:00Z"),
});
const put = (name: string, content: string | Buffer) => writeFile(path.join(folder, name), content);
const current = async (slug: string) => {
  const revision = await findCurrentRevision(own.database, slug);
  return { problem: revision?.problem, runbook: await readRunbook(own.database, revision?.hash ?? "") };
};
const findings = ({ diagnostics }: Runbook) =>
  diagnostics.map(({ rule, lines }) => `${rule} ${lines.start}`).filter((one) => /prose|fence|encoding/.test(one));
const good = "# Good\n\n## Look\n\n```sh\n# Pods\nkubectl get pods -n shop\n```\n";

it("reads a folder of hostile files, says of each what is wrong and where, and leaves the good one unharmed", async () => {
  await put("good.md", good);
  await put("headings.md", Array.from({ length: 10_000 }, (_, index) => `## h${index}`).join("\n"));
  await put("nested.md", Array.from({ length: 1_000 }, (_, index) => `${"  ".repeat(index)}- x${index}`).join("\n"));
  await put("quotes.md", `# Quotes\n\n${"> ".repeat(1_000)}deep\n`);
  await put(
    "emphasis.md",
    `# Bomb\n\n## Before\n\nwords\n\n## Boom\n\n${"*a_ ".repeat(8_000)}\n\n## After\n\nmore words\n`,
  );
  await put("latin.md", Buffer.concat([Buffer.from("# A\n\nb\n"), Buffer.from([0xe9, 0x0a])]));
  await put("nul.md", `# Nul\n\n${"line\n".repeat(2_000)}a\0b\n`);
  await put("unclosed.md", "# Open\n\n```bash\nkubectl get pods\n");
  await put("large.md", Buffer.alloc(6_000_000, "# x\n"));
  await put("picture.md", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]));
  await put("words.txt", "no runbook\n");
  await mkdir(path.join(folder, "loop"));
  await symlink("../loop", path.join(folder, "loop/self"));
  await symlink(path.join(folder, "circle.md"), path.join(folder, "circle.md"));
  await put("vanishing.md", "# Here and gone\n");
  const parser = parserWithin(120_000);
  const deleting: RunbookParser = {
    ...parser,
    parse: async (document) => {
      await rm(path.join(folder, "vanishing.md"), { force: true });
      return parser.parse(document);
    },
  };
  await createIndexer([folder], deleting)(scope());

  const slugs = (await listFiles(own.database)).map(({ slug }) => slug);
  expect(slugs).toEqual(
    "circle emphasis good headings large latin nested nul picture quotes unclosed vanishing".split(" "),
  );
  expect(globalThis.headroomLibraryNotices).toEqual([]);
  const problems = await Promise.all(slugs.map(async (slug) => [slug, (await current(slug)).problem ?? null] as const));
  expect(Object.fromEntries(problems.filter(([, problem]) => problem !== null))).toEqual({
    circle: "circle.md cannot be read (ELOOP).",
    large: "large.md is over 5 MB: split it.",
    latin: "latin.md is not UTF-8 (line 4): save it as UTF-8.",
    picture: "picture.md is a binary file, not Markdown.",
    vanishing: "vanishing.md cannot be read (ENOENT).",
  });

  expect((await current("good")).runbook).toMatchObject({ title: "Good", facts: { alerts: [] } });
  expect([...walkSections((await current("headings")).runbook.sections)]).toHaveLength(10_000);
  expect(findings((await current("nested")).runbook)).toEqual(["shown-as-prose 1"]);
  expect(findings((await current("quotes")).runbook)).toEqual(["shown-as-prose 1"]);
  const emphasis = (await current("emphasis")).runbook;
  expect(findings(emphasis)).toEqual(["shown-as-prose 7"]);
  expect(plainText(emphasis)).toMatch(/words[\s\S]*\*a_[\s\S]*more words/);
  expect(findings((await current("nul")).runbook)).toEqual(["repaired-encoding 2003"]);
  expect(findings((await current("unclosed")).runbook)).toEqual(["unclosed-fence 3"]);
}, 180_000);

it("keeps the deadline for a document that takes too long, and reads the others", async () => {
  await rm(folder, { recursive: true });
  await mkdir(folder);
  await put("slow.md", Array.from({ length: 30_000 }, (_, index) => `## h${index}`).join("\n"));
  await put("tail.md", good);
  await createIndexer([folder], parserWithin(400))(scope());
  const { runbook } = await current("slow");
  expect(runbook.diagnostics).toMatchObject([
    { rule: "shown-as-prose", severity: "error", message: expect.stringContaining("more than 0.4 s") },
  ]);
  expect(plainText(runbook)).toContain("## h29999");
  expect((await listFiles(own.database)).map(({ slug }) => slug)).toEqual(["slow", "tail"]);
}, 180_000);
