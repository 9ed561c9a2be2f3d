import { describe, expect, it } from "vitest";
import { parseRunbook } from "@/lib/core/runbook/parse-runbook";
import type { Runbook } from "@/lib/core/runbook/runbook";
import { walkSteps } from "@/lib/core/runbook/walk";
import { checklistParts } from "./checklist-parts";

const read = (source: string) => parseRunbook({ source, path: "x.md" });
const section = (at: number) =>
  `## Look at ${at}\n\nIt may be ${at}.\n\n\`\`\`bash\nkubectl get pod p${at}\n\`\`\`\n\n`;
const sections = (count: number) => Array.from({ length: count }, (_, at) => section(at)).join("");
const stepsOf = (runbook: Runbook) => [...walkSteps(runbook)].map(({ step }) => step.id);

async function partsOf(runbook: Runbook) {
  const parts = await checklistParts(runbook, async () => undefined);
  const all = Array.from({ length: parts.count }, (_, at) => parts.at(at + 1).runbook);
  return { parts, all };
}

describe("a checklist in parts", () => {
  it("is whole, and the runbook itself, when it is as long as runbooks are", async () => {
    const runbook = read(`# A\n\n${sections(60)}`);
    const { parts } = await partsOf(runbook);
    expect(parts.at(1).runbook).toBe(runbook);
    expect(parts.count).toBe(1);
    expect(parts.find(() => true)).toBe(1);
  });

  it.each([
    ["fifteen hundred headings", `# A\n\n${sections(1_500)}`],
    [
      "one list of six hundred items",
      `# A\n\n## Resolution\n\n${Array.from({ length: 600 }, (_, at) => `${at + 1}. Restart p${at}: \`kubectl delete pod p${at}\`\n`).join("")}`,
    ],
  ])("holds every step of %s once and in order, few in each part", async (_what, source) => {
    const runbook = read(source);
    const { all } = await partsOf(runbook);
    expect(all.flatMap(stepsOf)).toEqual(stepsOf(runbook));
    expect(stepsOf(runbook).length).toBeGreaterThan(500);
    expect(Math.max(...all.map((part) => stepsOf(part).length))).toBeLessThan(200);
  });

  it("finds the part of a step, and gives the nearest for a number that there is none of", async () => {
    const runbook = read(`# A\n\n${sections(1_000)}`);
    const { parts, all } = await partsOf(runbook);
    const [step = ""] = stepsOf(all[2] ?? runbook);
    expect(parts.find(({ id }) => id === step)).toBe(3);
    expect(parts.find(() => false)).toBe(null);
    expect(parts.at(0).number).toBe(1);
    expect(parts.at(99_999).number).toBe(parts.count);
  });

  it("keeps the sections around a part, so that branches are known in it, and their short texts", async () => {
    const scenario = (at: number) => `### Scenario ${at}: it is ${at}\n\n${sections(40).replaceAll("## ", "#### ")}`;
    const runbook = read(`# A\n\n## Diagnose\n\n${[1, 2, 3, 4, 5, 6].map(scenario).join("")}`);
    const { all } = await partsOf(runbook);
    const last = all.at(-1)?.sections.at(-1)?.sections.at(-1)?.sections.at(-1);
    expect(last).toMatchObject({ title: "Scenario 6: it is 6", branch: expect.anything(), steps: [] });
    expect(last?.sections.at(-1)?.blocks).not.toEqual([]);
  });

  it("leaves the others their turn", async () => {
    let turns = 0;
    await checklistParts(read(`# A\n\n${sections(1_000)}`), async () => {
      turns += 1;
    });
    expect(turns).toBe(5);
  });
});
