import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { frontMatterSchema, readFrontMatter } from "./front-matter";

it("has the JSON Schema that editors are given", () => {
  expect(JSON.parse(readFileSync("docs/front-matter.schema.json", "utf8"))).toEqual(frontMatterSchema());
});

it("passes over what does not fit, and keeps the rest", () => {
  const { matter, problem } = readFrontMatter("---\nheadroom:\n  alerts: A\n  severity: [1]\n  mttr: 30m\n---\n# x\n");
  expect(problem).toBeNull();
  expect(matter).toMatchObject({ alerts: ["A"], severity: undefined, mttr: "30m" });
});

it.each(["---\na: [\n---\n", "---\n- x\n---\n", `---\na: &a [x]\nb: ${"[*a, ".repeat(30)}1${"]".repeat(30)}\n---\n`])(
  "says what is wrong with %j and never throws",
  (text) => {
    expect(readFrontMatter(text).problem).toMatch(/^the front matter is not/);
  },
);
