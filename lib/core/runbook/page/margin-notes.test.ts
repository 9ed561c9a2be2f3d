import { describe, expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";
import type { LineRange } from "../source";
import { walkSections } from "../walk";
import { marginNotes } from "./margin-notes";

const source = `# Memory

## Diagnosis

Look first. Memory usage > 800MB is too much.

1. List them: \`kubectl get pods\`
2. Is it one pod?

\`\`\`bash
# Usage
# Expected: < 500MB
kubectl top pod
\`\`\`

If memory grows, go to Mitigation.

## Mitigation

\`\`\`bash
# Restart
kubectl rollout restart deploy/api
\`\`\`
`;

function notesOf(text: string, title: string) {
  const { sections, facts } = parseRunbook({ source: text, path: "x.md" });
  const section = [...walkSections(sections)].find((one) => one.title === title);
  if (!section) {
    throw new Error(`no section ${title}`);
  }
  const places = section.blocks.flatMap((block): readonly LineRange[] =>
    block.kind === "list" ? block.items.map(({ lines }) => lines) : [block.lines],
  );
  return marginNotes(section, places, facts.thresholds);
}

describe("what was understood, beside the text it comes from", () => {
  it("stands at the item, the block or the sentence", () => {
    const notes = notesOf(source, "Diagnosis");
    expect(notes.get(7)?.operations.map(({ script }) => script)).toEqual(["kubectl get pods"]);
    expect(notes.get(8)?.steps.map(({ kind }) => kind)).toEqual(["question"]);
    expect(notes.get(10)?.operations.map(({ label }) => label)).toEqual(["Usage"]);
    expect(notes.get(5)?.thresholds.map(({ quantity }) => quantity.text)).toEqual(["> 800MB"]);
    expect(notes.get(16)?.decisions.map(({ leadsTo }) => leadsTo)).toEqual(["mitigation"]);
  });

  it("tells an expectation once, with its figure", () => {
    const notes = notesOf(source, "Diagnosis").get(10);
    expect(notes?.expectations.map(({ text }) => text)).toEqual(["Expected: < 500MB"]);
    expect(notes?.thresholds).toEqual([]);
  });

  it("leaves out what belongs to another section, and places without a conclusion", () => {
    const notes = notesOf(source, "Mitigation");
    expect([...notes.keys()]).toEqual([20]);
    expect(notes.get(20)?.thresholds).toEqual([]);
  });
});
