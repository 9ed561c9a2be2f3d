import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";
import { queryWords, searchEntry, searchHit, searchScore } from "./search-library";
import { summarise } from "./summarise";

function entryOf(source: string, path = "x.md") {
  const runbook = parseRunbook({ source, path });
  const { alerts, system, commands } = summarise(runbook);
  return searchEntry({ title: runbook.title, alerts: alerts.map(({ value }) => value), system, commands, source });
}

const memory = entryOf(
  [
    "# Memory runs out",
    "",
    "**Alert:** MemoryOOM",
    "",
    "Ask whether Black Friday has begun.",
    "",
    "```bash",
    "# Memory per pod",
    "kubectl top pod -n shop",
    "kubectl get events -n shop",
    "```",
  ].join("\n"),
);
const disk = entryOf("# Disk is full\n\nIf memory is short too, see the other one.\n");

describe("the library's search", () => {
  it("wants every word, wherever it stands", () => {
    expect(searchScore(memory, queryWords("memory friday top"))).toBeGreaterThan(0);
    expect(searchScore(memory, queryWords("memory friday disk"))).toBe(0);
  });

  it("puts a title before an alert, an alert before a command, a command before the text", () => {
    const score = (words: string) => searchScore(memory, queryWords(words));
    const scores = [score("runs"), score("memoryoom"), score("kubectl"), score("begun")];
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(4);
    expect(score("memory")).toBeGreaterThan(searchScore(disk, ["memory"]));
  });

  it("shows the line of a command with its number, before other lines with the word", () => {
    expect(searchHit(memory, queryWords("events shop"))).toEqual({
      where: "command",
      line: 10,
      text: "kubectl get events -n shop",
    });
    expect(searchHit(memory, queryWords("black friday"))).toMatchObject({ where: "text", line: 5 });
  });

  it("shows no line when the row itself holds the words", () => {
    expect(searchHit(memory, queryWords("memoryoom runs"))).toBeNull();
  });

  it("shows a line that holds the word, in any text", () => {
    const text = fc.array(fc.constantFrom("abc", "ab c", "Ä", "İx", "", "c ab"), { maxLength: 12 });
    fc.assert(
      fc.property(text, fc.constantFrom("ab", "c", "x", "ä"), (lines, word) => {
        const entry = searchEntry({ title: "", alerts: [], system: null, commands: "", source: lines.join("\n") });
        const hit = searchScore(entry, [word]) > 0 ? searchHit(entry, [word]) : null;
        expect(hit === null || (lines[hit.line - 1] ?? "").toLowerCase().includes(word)).toBe(true);
      }),
    );
  });
});

describe("the summary of a runbook", () => {
  it("counts operations by how they run, and knows the phases that have steps", () => {
    const source =
      "# X\n\n## Diagnosis\n\n```bash\n# a\nkubectl get pods\n# b\nffmpeg -version\n# c\nvim /etc/hosts\n```\n\n## Prevention\n\nWords only.\n";
    expect(summarise(parseRunbook({ source, path: "x.md" }))).toMatchObject({
      coverage: { native: 1, toolbox: 1, byHand: 1 },
      phases: expect.arrayContaining(["diagnosis"]),
      proseBecause: null,
    });
  });

  it.each([
    ["Review date: 2026-01-31", "2026-01-31"],
    ["Next review: soon", null],
  ])("reads %j as due %j", (line, due) => {
    expect(summarise(parseRunbook({ source: `# X\n\n${line}\n`, path: "x.md" })).reviewDue).toBe(due);
  });

  it("says why a text is only shown", () => {
    const summary = summarise(parseRunbook({ source: "= X\n\n== Y\n", path: "x.adoc" }));
    expect(summary.proseBecause).toContain("AsciiDoc");
  });
});
