import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/database/testing/test-database";
import type { Scope } from "@/lib/adapters/database/transaction";
import { createRunbookParser, type RunbookParser } from "@/lib/adapters/runbook-files/runbook-parser";
import { walkSections } from "@/lib/core/runbook/walk";
import { bundle } from "../../../scripts/bundle.mjs";
import {
  findCurrentRevision,
  findRevisionToPin,
  listCandidates,
  listFiles,
  listNeverRead,
  listRevisions,
  listTitles,
  readRunbook,
} from "./data";
import { createIndexer } from "./workers";

const workerPath = fileURLToPath(new URL("../../../dist/runbook-worker.mjs", import.meta.url));
let parser: RunbookParser;
let own: TestDatabase;
let folder: string;

beforeAll(async () => {
  await bundle(["dist/runbook-worker.mjs"]);
  parser = createRunbookParser({ workerPath });
});
afterAll(() => parser.close());
beforeEach(async () => {
  own = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "headroom-library-"));
}, 60_000);
afterEach(async () => {
  await own.drop();
  await rm(folder, { recursive: true, force: true });
});

const scope = (): Scope => ({
  actor: { kind: "system", name: "Headroom" },
  database: own.database,
  now: new Date("2026-05-01T10:00:00Z"),
});
const put = (name: string, content: string | Buffer) => writeFile(path.join(folder, name), content);
const slugs = async () => (await listFiles(own.database)).map((file) => file.slug);
const problemOf = async (slug: string) => (await findCurrentRevision(own.database, slug))?.problem;
const kinds = async () =>
  (await own.database.event.findMany({ orderBy: { seq: "asc" }, select: { kind: true } })).map(({ kind }) => kind);
const notices = () => globalThis.headroomLibraryNotices ?? [];

describe("reading the folders", () => {
  it("follows what happens in a folder, each change one event and one line of history", async () => {
    const look = createIndexer([folder], parser);
    await put("a.md", "# A\n");
    await look(scope());
    await look(scope());
    expect(await kinds()).toEqual(["runbook.indexed"]);
    await put("a.md", "# A, changed\n");
    await look(scope());
    await rm(path.join(folder, "a.md"));
    await look(scope());
    expect(await kinds()).toEqual(["runbook.indexed", "runbook.indexed", "runbook.removed"]);
    expect((await listRevisions(own.database, "a")).map(({ number }) => number)).toEqual([2, 1]);
    expect(await slugs()).toEqual([]);
  });

  it("sees a change that leaves size and time as they were", async () => {
    const look = createIndexer([folder], parser);
    const at = new Date("2026-01-01T00:00:00Z");
    await put("a.md", "# A\n");
    await utimes(path.join(folder, "a.md"), at, at);
    await look(scope());
    await put("a.md", "# B\n");
    await utimes(path.join(folder, "a.md"), at, at);
    await look(scope());
    expect((await findCurrentRevision(own.database, "a"))?.title).toBe("B");
  });

  it("keeps every good runbook beside files that are none", async () => {
    const look = createIndexer([folder], parser);
    await put("good.md", "# Good\n");
    await put("latin.md", Buffer.from("# Caf\xe9\n\nx\n", "latin1"));
    await put("big.md", "x".repeat(10_000_000));
    await put("binary.md", Buffer.from([0x23, 0, 1, 2]));
    await put("late-nul.md", `# Late\n${"text\n".repeat(3_000)}\0\n`);
    await put("old.adoc", "= Old\n\n== Part\n");
    await mkdir(path.join(folder, "loop"));
    await symlink("..", path.join(folder, "loop/again"));
    await symlink("nowhere.md", path.join(folder, "dangling.md"));
    await look(scope());
    expect(await slugs()).toEqual(["big", "binary", "dangling", "good", "late-nul", "latin", "old"]);
    expect(await problemOf("good")).toBeNull();
    expect(await problemOf("late-nul")).toBeNull();
    expect(await problemOf("latin")).toBe("latin.md is not UTF-8 (line 1): save it as UTF-8.");
    expect(await problemOf("big")).toBe("big.md is over 5 MB: split it.");
    expect(await problemOf("binary")).toBe("binary.md is a binary file, not Markdown.");
    expect(await problemOf("dangling")).toBe("dangling.md cannot be read (ENOENT).");
    const offered = ["good", "late-nul", "old"];
    expect((await listTitles(own.database)).map(({ slug }) => slug)).toEqual(offered);
    expect((await listCandidates(own.database)).map(({ slug }) => slug)).toEqual(offered);
    expect(await listNeverRead(own.database)).toEqual(new Set(["big", "binary", "dangling", "latin"]));
    expect(await findRevisionToPin(own.database, "latin", { requireReviewed: false })).toBeNull();
  });

  it("keeps the last good revision of a file that cannot be read any more, and says so once", async () => {
    const look = createIndexer([folder], parser);
    await put("a.md", "# A\n");
    await look(scope());
    await put("a.md", Buffer.from([0x23, 0, 1]));
    await look(scope());
    await look(scope());
    expect(await findCurrentRevision(own.database, "a")).toMatchObject({
      title: "A",
      problem: "a.md is a binary file, not Markdown.",
      hasText: true,
    });
    expect((await listTitles(own.database)).map(({ slug }) => slug)).toEqual(["a"]);
    await put("a.md", "# A\n");
    await look(scope());
    expect(await problemOf("a")).toBeNull();
    expect(await kinds()).toEqual(["runbook.indexed", "runbook.unreadable", "runbook.indexed"]);
    expect(await listRevisions(own.database, "a")).toHaveLength(1);
  });

  it("keeps the runbooks of a folder that is gone for a while, and goes on when it is back", async () => {
    const look = createIndexer([folder], parser);
    await put("a.md", "# A\n");
    await look(scope());
    await rename(folder, `${folder}-away`);
    await look(scope());
    expect(await slugs()).toEqual(["a"]);
    expect(notices()).toEqual([
      `The folder ${folder} cannot be read (ENOENT): its runbooks stay as they were read last.`,
    ]);
    await rename(`${folder}-away`, folder);
    await put("b.md", "# B\n");
    await look(scope());
    expect(await slugs()).toEqual(["a", "b"]);
    expect(notices()).toEqual([]);
  });

  it("takes the first of two files of one name, from several folders, and names both", async () => {
    const [one, two] = [path.join(folder, "one"), path.join(folder, "two")];
    await mkdir(one);
    await mkdir(two);
    await put("one/a.md", "# One\n");
    await put("two/A.md", "# Two\n");
    await put("two/b.md", "# B\n");
    await createIndexer([one, two], parser)(scope());
    expect(await slugs()).toEqual(["a", "b"]);
    expect(notices()).toEqual([
      `${path.join(two, "A.md")} has the same name as ${path.join(one, "a.md")}: rename one of them.`,
    ]);
  });

  it("shows commit and author of a checkout, also when the text is committed later", async () => {
    const git = (...words: string[]) => promisify(execFile)("git", ["-C", folder, ...words]);
    await git("init", "-q");
    await git("config", "user.name", "Ada Example");
    await git("config", "user.email", "ada@example.org");
    await mkdir(path.join(folder, "books"));
    await put("books/a.md", "# A\n");
    await git("add", ".");
    await git("commit", "-q", "-m", "Write A");
    const look = createIndexer([path.join(folder, "books")], parser);
    await look(scope());
    expect((await listRevisions(own.database, "a"))[0]?.commit).toMatchObject({
      author: "Ada Example",
      email: "ada@example.org",
      subject: "Write A",
    });
    await put("books/a.md", "# A2\n");
    await look(scope());
    expect((await listRevisions(own.database, "a"))[0]).toMatchObject({ number: 2, commit: null });
    await git("commit", "-q", "-a", "-m", "Mend A");
    await look(scope());
    await look(scope());
    expect((await listRevisions(own.database, "a"))[0]?.commit?.subject).toBe("Mend A");
    expect((await kinds()).filter((kind) => kind === "runbook.committed")).toHaveLength(1);
  });

  it("gives a text for which there was no time another try, behind the first look, and no more than three", async () => {
    const impatient = createRunbookParser({ workerPath, deadlineMs: 1 });
    const parsed: string[] = [];
    const counting: RunbookParser = {
      ...parser,
      parse: (document) => {
        parsed.push(document.path);
        return parser.parse(document);
      },
    };
    const sections = async () => {
      const revision = await findCurrentRevision(own.database, "slow");
      return [...walkSections((await readRunbook(own.database, revision?.hash ?? "")).sections)].length;
    };
    await put(
      "slow.md",
      Array.from({ length: 300 }, (_, index) => `## h${index}\n\n- [ ] Is it ${index}?\n`).join("\n"),
    );
    await createIndexer([folder], impatient)(scope());
    await impatient.close();
    expect(await sections()).toBe(1);
    const spent = async (misses: number) =>
      own.database.$executeRaw`
        UPDATE "RunbookRevision" SET "summary" = jsonb_set("summary", '{deadlineMisses}', to_jsonb(${misses}::int))`;

    await spent(3);
    const exhausted = createIndexer([folder], counting);
    await exhausted(scope());
    await exhausted(scope());
    expect(parsed).toEqual([]);
    await spent(2);
    const look = createIndexer([folder], counting);
    await look(scope());
    expect(parsed).toEqual([]);
    await look(scope());
    await look(scope());
    expect(parsed).toEqual(["slow.md"]);
    expect(await sections()).toBe(300);
  });

  it("two processes that see one change write one line of history", async () => {
    await put("a.md", "# A\n");
    const looks = [createIndexer([folder], parser), createIndexer([folder], parser)];
    await Promise.all(looks.map((look) => look(scope())));
    expect(await listRevisions(own.database, "a")).toHaveLength(1);
    expect(await kinds()).toEqual(["runbook.indexed"]);
  });
});
