import { describe, expect, it } from "vitest";
import { brandId, type SectionId } from "@/lib/core/kernel/ids";
import type { Block } from "../block";
import { plainText } from "../markdown/plain-text";
import { parseRunbook } from "../parse-runbook";
import type { Section } from "../runbook";
import { layOut, partOf, turnsOf } from "./document-parts";

async function laidOut(source: string) {
  const runbook = parseRunbook({ source, path: "x.md" });
  const layout = await layOut(runbook, async () => undefined);
  return { runbook, layout, stretches: layout.parts.flat() };
}

const weightsOf = (parts: readonly (readonly { readonly weight: number }[])[]) =>
  parts.map((part) => part.reduce((sum, { weight }) => sum + weight, 0));
const page = (index: number) =>
  `## Step ${index}\n\n\`\`\`bash\n# List\nkubectl get pods -n n${index}\n\`\`\`\n\n- [ ] Is it ${index}?\n\n`;
const words = (blocks: readonly Block[], section: Section) =>
  plainText({ ...parseRunbook({ source: "", path: "x.md" }), sections: [{ ...section, blocks, sections: [] }] });
const numbersIn = (text: string) => [...text.matchAll(/n(\d+)\b/g)].map(([, digits]) => Number(digits));

const COUNT = 3_000;

/** One block of each kind, far too long to be drawn in one go. */
function blocksToTear(): readonly { readonly name: string; readonly block: Block }[] {
  const numbers = Array.from({ length: COUNT }, (_, at) => at);
  const lines = { start: 2, end: COUNT + 3 };
  const code = (at: number) => ({ kind: "code", text: `n${at}` }) as const;
  const paragraph = (at: number) => ({ kind: "paragraph", children: [code(at)], lines }) as const;
  const part = (at: number) => ({ content: "output", because: "so", lines: { start: at + 3, end: at + 3 } }) as const;
  const text = numbers.map((at) => `n${at}`).join("\n");
  const long = numbers.map((at) => `n${at} ${"x".repeat(1_000)}${at % 2 === 0 ? "\n" : " "}`).join("");
  const words = numbers.flatMap((at) => [code(at), { kind: "text", text: " " } as const]);
  const items = numbers.map((at) => ({ blocks: [paragraph(at)], lines }));
  const head = [[{ kind: "text", text: "head" } as const]];
  return [
    { name: "a paragraph", block: { kind: "paragraph", children: words, lines } },
    { name: "a list", block: { kind: "list", ordered: true, start: 1, items, lines } },
    { name: "a table", block: { kind: "table", rows: [head, ...numbers.map((at) => [[code(at)]])], lines } },
    { name: "a quote", block: { kind: "quote", blocks: numbers.map(paragraph), lines } },
    { name: "a fence", block: { kind: "code", language: "bash", text, parts: numbers.map(part), lines } },
    { name: "a text", block: { kind: "raw", text: long, lines } },
  ];
}

describe("a document laid out in parts", () => {
  it("is whole when it is as long as runbooks are, each section in one stretch", async () => {
    const { layout, stretches, runbook } = await laidOut(
      `# A\n\n${Array.from({ length: 60 }, (_, at) => page(at)).join("")}`,
    );
    expect(layout.parts).toHaveLength(1);
    expect(stretches.map(({ blocks }) => blocks)).toEqual([
      runbook.sections[0]?.blocks,
      ...(runbook.sections[0]?.sections ?? []).map(({ blocks }) => blocks),
    ]);
  });

  it("of ten thousand headings has parts of a few hundred, drawn few at a time, with others' turns in between", async () => {
    const [one] = parseRunbook({ source: "## h", path: "x.md" }).sections;
    if (!one) {
      throw new Error("no section");
    }
    const sections = Array.from({ length: 10_000 }, (_, at) => ({
      ...one,
      id: brandId<SectionId>(`h${at}`),
      title: `h${at}`,
    }));
    let pauses = 0;
    const layout = await layOut({ sections }, async () => {
      pauses += 1;
    });
    const stretches = layout.parts.flat();
    expect(stretches.map(({ section }) => section.title)).toEqual(Array.from({ length: 10_000 }, (_, at) => `h${at}`));
    expect(Math.max(...layout.parts.map((part) => part.length))).toBeLessThanOrEqual(250);
    expect(Math.max(...layout.parts.flatMap(turnsOf).map((turn) => turn.length))).toBeLessThanOrEqual(12);
    expect(pauses).toBe(50);
    expect([partOf(layout, "h0"), partOf(layout, "h9999")]).toEqual([1, layout.parts.length]);
    expect(partOf(layout, "h10000")).toBeNull();
  });

  it.each(blocksToTear())(
    "tears $name of a section, keeps every word of it in order, and says where",
    async ({ block }) => {
      const runbook = parseRunbook({ source: "# A\n\n## B\n", path: "x.md" });
      const [first] = runbook.sections;
      const sections = first ? [{ ...first, blocks: [...first.blocks, block] }] : [];
      const { parts } = await layOut({ sections }, async () => undefined);
      const own = parts.flat().filter(({ section }) => section.title === "A");
      expect(Math.max(...parts.flat().map(({ weight }) => weight))).toBeLessThanOrEqual(320);
      expect(Math.max(...weightsOf(parts))).toBeLessThanOrEqual(2_700);
      const found = own.flatMap(({ blocks, section }) => numbersIn(words(blocks, section)));
      expect(found).toEqual(Array.from({ length: COUNT }, (_, at) => at));
      expect(own.map(({ isContinued }) => isContinued)).toEqual([false, ...own.slice(1).map(() => true)]);
      expect(own.length).toBeGreaterThan(15);
      expect(new Set(own.slice(2).map(({ isTorn }) => isTorn))).toEqual(new Set([true]));
    },
  );

  it("finds the part of an item and of the name that a link calls a section by", async () => {
    const steps = Array.from({ length: 450 }, (_, at) => `## Step ${at}\n\nWords.\n\n`).join("");
    const { layout, runbook } = await laidOut(`# A\n\n${steps}## 7. Last Words?\n\n- [ ] Done?\n`);
    const count = layout.parts.length;
    const last = runbook.sections[0]?.sections.at(-1);
    expect(count).toBeGreaterThan(2);
    expect(partOf(layout, "7-last-words")).toBe(count);
    expect(partOf(layout, last?.id ?? "")).toBe(count);
    expect(partOf(layout, last?.steps[0]?.id ?? "")).toBe(count);
    expect(partOf(layout, "step-0")).toBe(1);
  });
});
