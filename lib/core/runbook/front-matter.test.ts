import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readFrontMatter } from "./front-matter";
import { frontMatterSchema } from "./front-matter-fields";
import { plainText } from "./markdown/plain-text";
import { parseRunbook } from "./parse-runbook";

it("has the JSON Schema that editors are given", () => {
  expect(JSON.parse(readFileSync("docs/front-matter.schema.json", "utf8"))).toEqual(frontMatterSchema());
});

it("passes over what does not fit, and keeps the rest", () => {
  const { matter, problem, misfits } = readFrontMatter(
    "---\nheadroom:\n  alerts: A\n  severity: [1]\n  mttr: 30m\n---\n# x\n",
  );
  expect(problem).toBeNull();
  expect(misfits).toEqual([expect.stringMatching(/^headroom\.severity in the front matter is passed over/)]);
  expect(matter).toEqual({ alerts: ["A"], mttr: "30m", lines: { start: 1, end: 6 }, said: [] });
});

it.each(["---\na: [\n---\n", "---\n- x\n---\n", `---\na: &a [x]\nb: ${"[*a, ".repeat(30)}1${"]".repeat(30)}\n---\n`])(
  "says what is wrong with %j and never throws",
  (text) => {
    expect(readFrontMatter(text).problem).toMatch(/^the front matter is not/);
  },
);

it("takes the title and the words of TOML, and says where Headroom's own fields belong", () => {
  const { matter, yaml, lineCount, problem, misfits } = readFrontMatter(
    '+++\ntitle = "Cluster operations"\nweight = 3\nowner = \'dba\'\n[headroom]\nseverity = "P1"\n+++\n\n# x\n',
  );
  expect(matter).toEqual({
    title: "Cluster operations",
    lines: { start: 1, end: 7 },
    said: [
      { text: "title: Cluster operations", lines: { start: 2, end: 2 } },
      { text: "owner: dba", lines: { start: 4, end: 4 } },
    ],
  });
  expect([yaml.split("\n").length, lineCount, problem]).toEqual([5, 7, null]);
  expect(misfits).toEqual([expect.stringMatching(/YAML/)]);
  expect(readFrontMatter("+++ no front matter\n").lineCount).toBe(0);
});

it.each([
  ["---", (line: number) => `key${line}: a word`],
  ["+++", (line: number) => `key${line} = "a word"`],
])("reads what is too long between two %s as text, and loses no word of it", (fence, lineOf) => {
  const long = Array.from({ length: 10_000 }, (_, line) => lineOf(line)).join("\n");
  const source = `${fence}\n${long}\n${fence}\n\n# Title\n`;
  const runbook = parseRunbook({ source, path: "a.md" });
  expect(runbook.frontMatter).toBe("");
  expect(runbook.diagnostics.map(({ message }) => message)).toContainEqual(expect.stringContaining("read as text"));
  expect(plainText(runbook).match(/key\d+/g)).toHaveLength(10_000);
});
