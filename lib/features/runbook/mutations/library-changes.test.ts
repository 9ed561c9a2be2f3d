import { afterAll, describe, expect, it, vi } from "vitest";
import { createTestDatabase } from "@/lib/adapters/database/testing/test-database";
import type { Scope } from "@/lib/adapters/database/transaction";
import { packRunbook } from "@/lib/core/runbook/library/pack-runbook";
import { parseRunbook } from "@/lib/core/runbook/parse-runbook";
import { personScope } from "@/lib/features/incident/testing/fixtures";
import { findCurrentRevision, findRevisionToPin, listRevisions, readRunbook } from "../data";
import { takeUpload } from "../runtime";
import { indexRunbook } from "./index-runbook";
import { removeUpload } from "./remove-runbook";
import { reviewRevision } from "./review-revision";
import { uploadRunbook } from "./upload-runbook";

vi.stubEnv("HEADROOM_SECRET", "s".repeat(40));
const { database, drop } = await createTestDatabase();
afterAll(drop);

const hashOf = (text: string) => Buffer.from(text).toString("hex").padEnd(64, "0").slice(0, 64);
const text = (slug: string, source: string) => ({
  slug,
  path: `${slug}.md`,
  hash: hashOf(source),
  source: Buffer.from(source),
  packed: packRunbook({ ...parseRunbook({ source, path: `${slug}.md` }), slug }),
  parserVersion: 1,
});
const upload = (scope: Scope, slug: string, source: string, replaces: string | null = null) =>
  uploadRunbook(scope, { ...text(slug, source), replaces });
const fromFolder = (scope: Scope, slug: string, source: string, email: string) => {
  const commit = { id: "c".repeat(40), author: "Ada", email, at: "2026-04-01T10:00:00+02:00", subject: "Write" };
  return indexRunbook(scope, { ...text(slug, source), folder: "/books", problem: null, changedAt: scope.now, commit });
};
const eventsOf = async (slug: string) =>
  (
    await database.event.findMany({ where: { payload: { path: ["slug"], equals: slug } }, orderBy: { seq: "asc" } })
  ).map(({ kind, actor }) => `${kind} by ${JSON.parse(JSON.stringify(actor)).kind}`);
const base64 = (bytes: string | Buffer) => Buffer.from(bytes).toString("base64");

describe("uploading a runbook", () => {
  it("keeps it with one event of the person, and its history with each revision", async () => {
    const scope = await personScope(database);
    await upload(scope, "up", "# One\n");
    await upload(scope, "up", "# Two\n", hashOf("# One\n"));
    expect(await findCurrentRevision(database, "up")).toMatchObject({ title: "Two", folder: null });
    expect(await eventsOf("up")).toEqual(["runbook.indexed by user", "runbook.indexed by user"]);
    expect((await listRevisions(database, "up"))[0]).toMatchObject({ number: 2, commit: null });
  });

  it("is parsed once for all who read it at the same time", async () => {
    await upload(await personScope(database), "read", "# Read\n");
    const read = () => readRunbook(database, hashOf("# Read\n"));
    const [first, ...others] = await Promise.all([read(), read(), read(), read()]);
    expect(others.every((other) => other === first)).toBe(true);
  });

  it("lets one of two who upload a name at once win, and tells the other", async () => {
    const scope = await personScope(database);
    const both = await Promise.allSettled([upload(scope, "race", "# A\n"), upload(scope, "race", "# B\n")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = both.find((each) => each.status === "rejected");
    expect(String(refused?.reason)).toContain("There is an uploaded runbook race already");
    expect(await listRevisions(database, "race")).toHaveLength(1);
  });

  it("says by what a name is taken, and when somebody else was faster", async () => {
    const scope = await personScope(database);
    await fromFolder(scope, "taken", "# Taken\n", "ada@example.org");
    await expect(upload(scope, "taken", "# Mine\n")).rejects.toThrow("taken is taken.md in the folder /books already");
    await upload(scope, "mine", "# 1\n");
    await expect(upload(scope, "mine", "# 1\n")).rejects.toThrow("exactly this text");
    await expect(upload(scope, "mine", "# 3\n", hashOf("# 0\n"))).rejects.toThrow("Somebody else changed mine");
  });

  it.each([
    ["guide.adoc", base64("= X\n"), "guide.adoc is AsciiDoc"],
    ["notes.txt", base64("x"), "notes.txt is not Markdown"],
    ["cafe.md", base64(Buffer.from("# Caf\xe9\n", "latin1")), "cafe.md is not UTF-8 (line 1)"],
    ["binary.md", base64(Buffer.from([1, 0, 2])), "binary.md is a binary file"],
    ["empty.md", base64(" \n"), "empty.md is empty"],
    ["big.md", base64("x".repeat(5_000_001)), "big.md is over 5 MB"],
  ])("refuses %s in a sentence", async (name, bytes, sentence) => {
    const scope = await personScope(database);
    await expect(takeUpload(scope, { name, base64: bytes, replaces: null })).rejects.toThrow(sentence);
  });

  it("removes an upload, but not what a folder holds", async () => {
    const scope = await personScope(database);
    await upload(scope, "gone", "# Gone\n");
    await removeUpload(scope, "gone");
    expect(await findCurrentRevision(database, "gone")).toBeNull();
    await fromFolder(scope, "stays", "# Stays\n", "ada@example.org");
    await expect(removeUpload(scope, "stays")).rejects.toThrow("comes from the folder /books");
  });
});

describe("a revision that a second person reviewed", () => {
  it("is not reviewed by whoever uploaded or committed it", async () => {
    const [author, second] = [await personScope(database), await personScope(database)];
    await upload(author, "own", "# Own\n");
    const hash = hashOf("# Own\n");
    await expect(reviewRevision(author, { slug: "own", hash })).rejects.toThrow("You uploaded this revision");
    await reviewRevision(second, { slug: "own", hash });
    await reviewRevision(second, { slug: "own", hash });
    expect((await eventsOf("own")).filter((kind) => kind.startsWith("runbook.reviewed"))).toHaveLength(1);

    const id = author.actor.kind === "user" ? author.actor.id : "";
    const { email } = await database.user.findUniqueOrThrow({ where: { id } });
    await fromFolder(second, "theirs", "# Theirs\n", email.toUpperCase());
    const theirs = { slug: "theirs", hash: hashOf("# Theirs\n") };
    await expect(reviewRevision(author, theirs)).rejects.toThrow("You wrote this revision");
    await expect(reviewRevision(second, { ...theirs, hash: "0".repeat(64) })).rejects.toThrow("no such revision");
  });

  it("is what an incident follows, and the newest text only where the policy does not ask", async () => {
    const [author, second] = [await personScope(database), await personScope(database)];
    await upload(author, "pin", "# 1\n");
    const asking = { requireReviewed: true };
    expect(await findRevisionToPin(database, "pin", asking)).toMatchObject({
      hash: hashOf("# 1\n"),
      note: "no revision is reviewed yet: it can be read, not run",
    });
    await reviewRevision(second, { slug: "pin", hash: hashOf("# 1\n") });
    expect(await findRevisionToPin(database, "pin", asking)).toMatchObject({ hash: hashOf("# 1\n"), note: "" });
    await upload(author, "pin", "# 2\n", hashOf("# 1\n"));
    expect(await findRevisionToPin(database, "pin", asking)).toMatchObject({
      hash: hashOf("# 1\n"),
      note: "newest reviewed revision; a newer text waits for its review",
    });
    expect(await findRevisionToPin(database, "pin", { requireReviewed: false })).toMatchObject({
      hash: hashOf("# 2\n"),
      note: "",
    });
  });
});
