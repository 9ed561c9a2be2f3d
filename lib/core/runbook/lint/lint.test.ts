import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseRunbook } from "@/lib/core/runbook/parse-runbook";
import { applyFixes } from "./apply-fixes";
import { lintRules } from "./lint";

const world = { hasFile: (path: string) => path === "there.md", today: new Date("2026-06-01") };

function findings(source: string) {
  return parseRunbook({ source, path: "x.md", world }).diagnostics;
}

/** The example that docs/lint.md gives for each rule. */
const examples = new Map(
  [...readFileSync("docs/lint.md", "utf8").matchAll(/^### (\S+)\n[\s\S]*?^(`{3,})markdown\n([\s\S]*?)^\2$/gm)].map(
    ([, rule = "", , example = ""]) => [rule, example],
  ),
);

it("documents every rule, and no other, with an example", () => {
  expect([...examples.keys()].sort()).toEqual(lintRules.map(({ id }) => id).sort());
  expect(lintRules.length).toBeGreaterThanOrEqual(20);
});

it.each([...examples])("%s is found in its example, at a line of it", (rule, example) => {
  const found = findings(example).filter((finding) => finding.rule === rule);
  expect(found).not.toEqual([]);
  for (const { lines } of found) {
    expect(lines.start).toBeGreaterThanOrEqual(1);
    expect(lines.end).toBeLessThanOrEqual(example.split("\n").length);
  }
});

const tidy = `# Memory of the shop

Alert: \`ShopMemoryHigh\`

Owner: shop team. Review date: 2030-01-31. See [more](there.md), [the site](https://shop.test) and [above](#x).

## Look

\`\`\`bash
# Memory per pod
kubectl top pods -n shop --containers
\`\`\`

## Mitigation

\`\`\`bash
# Make room
kubectl delete pod <pod-name> -n shop
# Expected: pod deleted
\`\`\`

## Escalation

- Level 1 (0-15 minutes): on-call

## Resolution checklist

- [ ] Memory usage is below 80% of the limit
`;

it("finds nothing in a tidy runbook", () => {
  expect(findings(tidy)).toEqual([]);
});

describe("fixes", () => {
  it.each([...examples].filter(([, example]) => findings(example).some(({ fix }) => fix)))(
    "%s: what is fixed is not found again, and nothing else has changed",
    (_, example) => {
      const fixable = findings(example).filter(({ fix }) => fix);
      const { source, fixed } = applyFixes(example, fixable);
      expect(fixed).toBe(fixable.length);
      expect(findings(source).filter(({ fix }) => fix)).toEqual([]);
      expect(source.split("\n")).toHaveLength(example.split("\n").length);
    },
  );

  it("leaves line ends and text outside the finding alone", () => {
    const { source } = applyFixes("ping a\r\n```bash\r\nping b\r\n```\r\n", findings("ping a\n```bash\nping b\n```\n"));
    expect(source).toBe("ping a\r\n```bash\r\nping -c 4 b\r\n```\r\n");
  });
});

it("refuses AsciiDoc with a sentence, and keeps its words", () => {
  const source = "= Memory\n:toc:\n\n== Steps\n\n[source,bash]\n----\nls\n----\n";
  expect(findings(source)).toMatchObject([{ rule: "shown-as-prose", message: expect.stringContaining("AsciiDoc") }]);
  expect(findings("# Memory\n\n= not a title\n\n== x\n").some(({ rule }) => rule === "shown-as-prose")).toBe(false);
});
