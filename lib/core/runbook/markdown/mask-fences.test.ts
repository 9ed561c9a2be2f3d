import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";
import { walkSections } from "../walk";
import { maskFences } from "./mask-fences";

const fence = "```";

function codeOf(source: string) {
  const { sections } = parseRunbook({ source, path: "x.md" });
  return [...walkSections(sections)].flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === "code" ? [{ text: block.text, lines: block.lines }] : [])),
  );
}

it("empties fences and keeps the number of every other line", () => {
  const { text, lineNumbers, contents } = maskFences(`a\n${fence}sh\nls\n\nps\n${fence}\nb\n~~~\n${fence}\n~~~~\nc`);
  expect(text).toBe(`a\n${fence}sh\n${fence}\nb\n~~~\n~~~~\nc`);
  expect(lineNumbers).toEqual([1, 2, 6, 7, 8, 10, 11]);
  expect([...contents]).toEqual([
    [2, "ls\n\nps"],
    [5, fence],
  ]);
});

describe("code blocks are what the Markdown parser makes of the whole text", () => {
  it.each([
    `${fence}sh\nls\n${fence}`,
    `- a\n${fence}\n  x\n\ty \n${fence}\nb`,
    `text\n${fence}\n${fence}\nmore`,
    `<details>\n${fence}sh\nnot code\n${fence}\n\n${fence}sh\ncode\n${fence}\n</details>`,
    `<!-- a\n\n${fence}sh\nhidden\n\n${fence}\n-->\n\n${fence}\nseen\n${fence}`,
    `<pre>\n\n${fence}\nx\n\n${fence}\n</pre>`,
    `${fence}\`\nnot \`one\`\n${fence}\nopen`,
    `${fence}sh\nnever closed\n    ${fence}\n`,
    `${fence}${fence}\ninner\n${fence}\nstill\n${fence}${fence}\nafter`,
    `> ${fence}\n> quoted\n${fence}\nopen\n${fence}`,
    `- item\n\n  ${fence}sh\n  in the item\n  ${fence}\n\n${fence}\noutside\n   ${fence}`,
    `[a]: b\n${fence}\nx\n${fence}\n===\n`,
    `    indented\n    code\n${fence}\nx\n${fence}`,
  ])("%j", (source) => {
    const expected = fromMarkdown(source).children.flatMap((node) =>
      node.type === "code"
        ? [{ text: node.value, lines: { start: node.position?.start.line, end: node.position?.end.line } }]
        : [],
    );
    expect(codeOf(source)).toEqual(expected);
  });
});
