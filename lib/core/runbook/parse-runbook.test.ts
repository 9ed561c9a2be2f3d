import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText } from "./markdown/plain-text";
import { repairSource } from "./markdown/repair-source";
import { parseRunbook } from "./parse-runbook";
import type { Runbook } from "./runbook";
import { walkOperations, walkSections, walkSteps } from "./walk";

const editions = readdirSync("runbooks").filter((name) => name.endsWith(".md"));
const seeds = process.env["SEEDS_DIR"] ?? path.resolve("../shared/seeds");

function parsed(file: string): Runbook {
  return parseRunbook({ source: readFileSync(file, "utf8"), path: file });
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The words of the source that the model lost, in order. */
function lostWords(source: string, runbook: Runbook): readonly string[] {
  const wanted = wordsOf(repairSource(source).text);
  let at = 0;
  for (const word of wordsOf(plainText(runbook))) {
    at += word === wanted[at] ? 1 : 0;
  }
  return wanted.slice(at);
}

function idsOf(runbook: Runbook): readonly string[] {
  return [
    ...[...walkSections(runbook.sections)].map((section) => section.id),
    ...[...walkSteps(runbook)].map(({ step }) => step.id),
    ...[...walkOperations(runbook)].map(({ operation }) => operation.id),
  ];
}

describe("our editions", () => {
  it.each(editions)("%s parses without errors and loses no word", (name) => {
    const file = path.join("runbooks", name);
    const runbook = parsed(file);
    expect(runbook.diagnostics.filter((finding) => finding.severity === "error")).toEqual([]);
    expect(lostWords(readFileSync(file, "utf8"), runbook)).toEqual([]);
    expect(new Set(idsOf(runbook)).size).toBe(idsOf(runbook).length);
    expect(runbook.facts.alerts.length).toBeGreaterThan(0);
  });

  it("reads SIE as its responder needs it", () => {
    const runbook = parsed("runbooks/sie-memory-oom.md");
    const sections = [...walkSections(runbook.sections)];
    expect(sections.find((section) => section.title.startsWith("1."))).toMatchObject({
      phase: { value: "assessment" },
      timeBox: { toSeconds: 120 },
    });
    expect(sections.find((section) => section.title.startsWith("3.1"))?.phase.value).toBe("mitigation");
    expect([...walkOperations(runbook)].every(({ operation }) => operation.mode.value === "native")).toBe(true);
    expect([...walkOperations(runbook)]).toHaveLength(10);
    expect(runbook.parameters).toMatchObject([{ name: "pod-name", kind: { value: "pod" } }]);
    expect(runbook.facts.resolutionChecklist.map((item) => item.check ?? null)).toEqual([
      { kind: "no-oom-kill", windowSeconds: 1800 },
      { kind: "memory-below", ratioOfLimit: 0.8 },
      null,
      null,
    ]);
  });

  it("reads TickStorm's scenarios as branches of one choice", () => {
    const branches = [...walkSections(parsed("runbooks/tickstorm-high-memory.md").sections)].flatMap(
      (section) => section.branch ?? [],
    );
    expect(branches.map((branch) => branch.label)).toEqual(["Scenario 1", "Scenario 2", "Scenario 3"]);
    expect(new Set(branches.map((branch) => branch.group)).size).toBe(1);
  });

  it("reads V-EdFinance's levels, target and rules", () => {
    const { facts } = parsed("runbooks/vedfinance-memory-leak.md");
    expect(facts.mttrTargetSeconds?.value).toBe(600);
    expect(facts.escalation.map(({ level, afterSeconds }) => [level, afterSeconds])).toEqual([
      [1, 0],
      [2, 300],
      [3, 1800],
      [4, 3600],
    ]);
    expect(facts.alertRules.map((rule) => rule.alert)).toEqual(["MemoryLeakDetected", "HighMemoryUsage"]);
    expect(facts.thresholds.map((threshold) => threshold.quantity.value)).toContain(1.8e9);
  });
});

describe.skipIf(!existsSync(seeds))("the originals (SEEDS_DIR)", () => {
  const files = existsSync(seeds) ? readdirSync(seeds).filter((name) => name.endsWith(".md")) : [];

  it.each(files)("%s loses no word", (name) => {
    const file = path.join(seeds, name);
    expect(lostWords(readFileSync(file, "utf8"), parsed(file))).toEqual([]);
  });

  it("accounts for each of their 99 fenced blocks", () => {
    const fences = files.flatMap((name) => {
      const blocks = [...walkSections(parsed(path.join(seeds, name)).sections)].flatMap(
        (section) => JSON.stringify(section.blocks).match(/"kind":"code","language"/g) ?? [],
      );
      return blocks;
    });
    expect(fences).toHaveLength(99);
  });

  it("repairs the encoding of the one that is damaged, and says so", () => {
    const runbook = parsed(path.join(seeds, "vedfinance-p0-memory-leak.md"));
    expect(runbook.repairs).toEqual(["repaired text that was UTF-8 read as Mac Roman"]);
    expect([...walkSections(runbook.sections)].some((section) => section.title.includes("🚨"))).toBe(true);
  });
});

describe("any document", () => {
  const line = fc.oneof(
    fc.constantFrom(
      "# A",
      "## B",
      "- item",
      "1. one",
      "```bash",
      "```",
      "kubectl get pods -n <ns>",
      "- [ ] task",
      "> quote",
      "| a | b |",
      "---",
      "<b>x</b>",
      "",
      "    code",
      "$ ls",
      "**Severity:** P1",
      "# comment",
      "<details>",
      "<summary>More</summary>",
      "</details>",
      "<!-- kept -->",
      "[link]: https://example.com/a 'title'",
      "see [link][] and [^1]",
      "[^1]: a note",
      "{{< note >}} <%= value %>",
      "| c | d | e |",
      "|---|---|",
    ),
    fc.string(),
  );
  const document = fc.array(line, { maxLength: 60 }).map((lines) => lines.join("\n"));

  it("is parsed without a throw, with unique ids, without losing a word", () => {
    fc.assert(
      fc.property(document, (source) => {
        const runbook = parseRunbook({ source, path: "x.md" });
        expect(new Set(idsOf(runbook)).size).toBe(idsOf(runbook).length);
        expect(JSON.parse(JSON.stringify(runbook))).toEqual(runbook);
        expect(lostWords(source, runbook)).toEqual([]);
        expect(runbook.repairs.length > 0).toBe(repairSource(source).text !== source);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps its ids when another section comes before or after", () => {
    const source = readFileSync("runbooks/sie-memory-oom.md", "utf8");
    const ids = idsOf(parseRunbook({ source, path: "a.md" })).filter((id) => id !== "runbook-memory-oom");
    const more = `${source}\n\n## Entirely New Section\n\n\`\`\`bash\n# Something else\nkubectl version\n\`\`\`\n`;
    expect(idsOf(parseRunbook({ source: more, path: "a.md" }))).toEqual(expect.arrayContaining([...ids]));
    const before = source.replace(
      "## 1. Initial",
      "## 0. Before Anything\n\n```bash\n# Look\nkubectl get nodes\n```\n\n## 1. Initial",
    );
    expect(idsOf(parseRunbook({ source: before, path: "a.md" }))).toEqual(expect.arrayContaining([...ids]));
  });

  it.each([
    ["10,000 headings", Array.from({ length: 10_000 }, (_, index) => `## h${index}`).join("\n")],
    ["lists nested 1,000 deep", Array.from({ length: 1000 }, (_, index) => `${"  ".repeat(index)}- x`).join("\n")],
    ["quotes nested 1,000 deep", `${"> ".repeat(1000)}x`],
    ["an emphasis bomb", "*a_ ".repeat(8000)],
    ["a bracket bomb", "[".repeat(20_000)],
    ["a hundred blank lines before it", `${"\n".repeat(100)}x`],
    ["blank lines before a function", `\`\`\`js\n#\n${"\n".repeat(100)}#\nf() { (\n\`\`\``],
    ["one word without an end in a heading", `# ${"aB".repeat(20_000)}`],
    ["NUL bytes", "# a\u0000b\n\u0000"],
    ["an unclosed fence", "# a\n```bash\nkubectl get pods"],
    ["nothing", ""],
  ])("of %s ends soon and is all there", (_what, source) => {
    // Time of the processor: the wall clock also counts what else this machine does.
    const before = process.threadCpuUsage();
    const runbook = parseRunbook({ source, path: "x.md" });
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(5_000);
    expect(lostWords(source, runbook)).toEqual([]);
  });

  it("says where a fence was opened and never closed", () => {
    const { diagnostics } = parseRunbook({ source: "# a\n\n```bash\nkubectl get pods\n", path: "x.md" });
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ rule: "unclosed-fence", lines: { start: 3, end: 3 } }),
    );
  });
});
