import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { lintCommand } from "./lint";

const folder = mkdtempSync(path.join(tmpdir(), "headroom-lint-"));
afterAll(() => rmSync(folder, { recursive: true }));
const good = "# Shop\n\nSome words.\n";
const bad = "# Shop\n\n```\nping shop\nkubectl delete pod -l '' -n shop\n```\n";
beforeEach(() => {
  rmSync(folder, { recursive: true });
  mkdirSync(path.join(folder, "books/deep"), { recursive: true });
  writeFileSync(path.join(folder, "books/good.md"), good);
  writeFileSync(path.join(folder, "books/deep/bad one.md"), bad);
  writeFileSync(path.join(folder, "books/notes.txt"), bad);
});

async function lint(...argv: string[]) {
  const output = { stdout: "", stderr: "" };
  const write = (stream: "stdout" | "stderr") => (text: string) => {
    output[stream] += text;
  };
  const exitCode = await lintCommand(argv, {
    stdout: write("stdout"),
    stderr: write("stderr"),
    cwd: folder,
    environment: {},
    signal: new AbortController().signal,
  });
  return { exitCode, ...output };
}

describe("headroom lint", () => {
  it("says file, line, severity, sentence and rule, and fails on errors only", async () => {
    const { exitCode, stdout } = await lint("books");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("books/deep/bad one.md:4: error: an empty selector means everything (empty-selector)\n");
    expect(stdout).not.toContain("notes.txt");
    expect(await lint("books/good.md")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("books/good.md:1: warning: no resolution checklist"),
    });
  });

  it("writes JSON for programs, one object a document", async () => {
    const documents = JSON.parse((await lint("--json", "books")).stdout);
    expect(documents).toMatchObject([
      { path: "books/deep/bad one.md", counts: { operations: 1, errors: 1 } },
      { path: "books/good.md", counts: { operations: 0, errors: 0 } },
    ]);
    expect(documents[0].diagnostics[0]).toMatchObject({
      rule: expect.any(String),
      lines: { start: expect.any(Number) },
    });
  });

  it("writes SARIF as code hosts take it", async () => {
    const sarif = JSON.parse((await lint("--sarif", "books")).stdout);
    expect(sarif).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-2.1.0") });
    const [{ tool, results }] = sarif.runs;
    for (const { ruleId, ruleIndex, level, message, locations } of results) {
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(["error", "warning", "note"]).toContain(level);
      expect(message.text).not.toBe("");
      const { artifactLocation, region } = locations[0].physicalLocation;
      expect(["books/deep/bad%20one.md", "books/good.md"]).toContain(artifactLocation.uri);
      expect(region.endLine).toBeGreaterThanOrEqual(region.startLine);
    }
    expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain("empty-selector");
  });

  it("mends what cannot get worse, leaves the rest, and has nothing to mend the second time", async () => {
    const file = path.join(folder, "books/deep/bad one.md");
    const { stderr, exitCode } = await lint("--fix", "books");
    expect(stderr).toBe("books/deep/bad one.md: 2 fixed\n");
    expect(readFileSync(file, "utf8")).toBe(bad.replace("```\nping", "```bash\nping -c 4"));
    expect(exitCode).toBe(1);
    expect((await lint("--fix", "books")).stderr).toBe("");
    expect(readFileSync(path.join(folder, "books/good.md"), "utf8")).toBe(good);
  });

  it("mends no file that is not UTF-8: its bytes would not come back", async () => {
    const bytes = Buffer.concat([Buffer.from([0xe9, 0x0a]), Buffer.from(bad)]);
    writeFileSync(path.join(folder, "books/latin.md"), bytes);
    expect((await lint("--fix", "books/latin.md")).stderr).toBe("books/latin.md: not changed, since it is not UTF-8\n");
    expect(readFileSync(path.join(folder, "books/latin.md"))).toEqual(bytes);
  });

  it.each([[[]], [["--fly", "books"]], [["nowhere.md"]]])("ends with 2 for %j", async (argv) => {
    expect(await lint(...argv)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^headroom lint: /) });
  });
});
