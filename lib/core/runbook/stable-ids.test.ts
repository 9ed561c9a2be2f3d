import fc from "fast-check";
import { expect, it } from "vitest";
import { parseRunbook } from "./parse-runbook";
import { walkOperations, walkSections, walkSteps } from "./walk";

/** Each thing of a document has a word of its own, by which it is found again: `k7`. */
type Part = { readonly key: string; readonly text: readonly string[] };
type Chapter = { readonly key: string; readonly title: string; readonly parts: readonly Part[] };

const kinds = ["prose", "fence", "list", "tasks", "questions", "cut-list", "table", "sentence", "comment"] as const;

/** The same words of command and label occur all over the document; only the key is its own. */
function partOf(kind: (typeof kinds)[number], key: string): Part {
  const command = `kubectl get pods -n shop -l app=${key}`;
  const texts: Readonly<Record<typeof kind, readonly string[]>> = {
    prose: [`Some words about ${key}.`],
    fence: ["```bash", `# Look at the pods ${key}a`, command, "", `# And again ${key}b`, command, "```"],
    list: [
      `1. Look with \`${command}\` ${key}a`,
      `2. Then think ${key}b`,
      `3. Act: \`kubectl delete pod ${key}d\` ${key}c`,
    ],
    tasks: [`- [ ] Tell the team ${key}a`, `- [x] Breathe ${key}b`],
    questions: [`- How many users see it ${key}?`],
    "cut-list": [`1. First ${key}a`, "```bash", `# Look at the pods ${key}b`, command, "```", `2. Second ${key}c`],
    table: ["| Symptom | Do |", "|---|---|", `| Slow ${key} | \`${command}\` |`],
    sentence: [`Run \`${command}\` and wait ${key}.`],
    comment: ["```bash", `# Ask around ${key}`, "```"],
  };
  return { key, text: texts[kind] };
}

const part = fc.constantFrom(...kinds);
const chapter = fc.record({
  title: fc.constantFrom("Look", "Fix it", "Verify", "Scenario"),
  parts: fc.array(part, { maxLength: 5 }),
});
const document = fc.array(chapter, { minLength: 2, maxLength: 5 }).map((chapters) =>
  chapters.map(
    ({ title, parts }, at): Chapter => ({
      key: `s${at}`,
      title: `${title} s${at}`,
      parts: parts.map((kind, index) => partOf(kind, `s${at}k${index}`)),
    }),
  ),
);

type Edit = (chapters: readonly Chapter[], at: number) => readonly Chapter[];

/** One part more, less or in other words, in the chapter that the number says. */
function inParts(change: (parts: readonly Part[], at: number) => readonly Part[]): Edit {
  return (chapters, at) =>
    chapters.map((one, index) =>
      index === at % chapters.length ? { ...one, parts: change(one.parts, Math.floor(at / chapters.length)) } : one,
    );
}

const newPart = (kind: (typeof kinds)[number]): Edit =>
  inParts((parts, at) => parts.toSpliced(at % (parts.length + 1), 0, partOf(kind, "new")));
const edits: Readonly<Record<string, Edit>> = {
  "a paragraph comes": newPart("prose"),
  "a block of commands comes": newPart("fence"),
  "a list comes": newPart("list"),
  "a part goes": inParts((parts, at) => parts.toSpliced(at % Math.max(1, parts.length), 1)),
  "a paragraph is reworded": inParts((parts) =>
    parts.map((one) =>
      one.text.length === 1 && one.text[0]?.startsWith("Some") ? { ...one, text: ["Other words."] } : one,
    ),
  ),
  "a list loses its last item": inParts((parts, at) =>
    parts.map((one, index) => (index === at % parts.length ? { ...one, text: withoutLastItem(one.text) } : one)),
  ),
  "a list gets an item": inParts((parts, at) =>
    parts.map((one, index) =>
      index === at % parts.length && /^(?:\d\.|-) /.test(one.text.at(-1) ?? "")
        ? { ...one, text: [...one.text, itemAfter(one.text)] }
        : one,
    ),
  ),
  "a chapter comes": (chapters, at) =>
    chapters.toSpliced(at % (chapters.length + 1), 0, {
      key: "new",
      title: "Look new",
      parts: [partOf("fence", "new"), partOf("list", "newer")],
    }),
  "a chapter goes": (chapters, at) => chapters.toSpliced(at % chapters.length, 1),
};

function withoutLastItem(text: readonly string[]): readonly string[] {
  return text.length > 1 && /^\d\. /.test(text.at(-1) ?? "") ? text.slice(0, -1) : text;
}

function itemAfter(text: readonly string[]): string {
  const [, number] = /^(\d)\. /.exec(text.at(-1) ?? "") ?? [];
  return number === undefined ? "- [ ] One thing more" : `${Number(number) + 1}. One thing more`;
}

function sourceOf(chapters: readonly Chapter[]): string {
  const body = chapters.flatMap(({ key, title, parts }) => [
    `## ${title}`,
    "",
    ...parts.flatMap(({ text }) => [...text, ""]),
    // The same title below every chapter.
    "### Details",
    "",
    ...partOf("fence", `${key}k99`).text,
    "",
  ]);
  return `# Shop\n\n${body.join("\n")}`;
}

/** The ids by the key that is in the words of each thing. */
function idsOf(source: string): ReadonlyMap<string, string> {
  const runbook = parseRunbook({ source, path: "x.md" });
  const keyed = (kind: string, words: string, id: string) => {
    const key = /\bs\d+(?:k\d+[a-d]?)?\b(?!.*\bs\d+k)/.exec(words)?.[0];
    return key === undefined ? [] : [[`${kind} ${key}`, id] as const];
  };
  return new Map([
    ...[...walkSections(runbook.sections)].flatMap(({ title, id }) => keyed("section", title, id)),
    ...[...walkSteps(runbook)].flatMap(({ step }) => keyed(`step ${step.kind}`, step.title, step.id)),
    ...[...walkOperations(runbook)].flatMap(({ operation }) => keyed("operation", operation.label, operation.id)),
  ]);
}

it.each(Object.entries(edits))("keeps the id of everything that is not touched when %s", (_, edit) => {
  fc.assert(
    fc.property(document, fc.nat(1_000), (chapters, at) => {
      const before = idsOf(sourceOf(chapters));
      const edited = sourceOf(edit(chapters, at));
      const after = idsOf(edited);
      for (const [key, id] of before) {
        const isStillThere = new RegExp(`\\b${key.split(" ").at(-1)}\\b`).test(edited);
        // The step of a block that a list encloses is the item's, as long as the list goes on behind it.
        const mayMove = /^step (?:heading|comment) /.test(key) && !after.has(key);
        expect(mayMove || !isStillThere ? id : after.get(key), key).toBe(id);
      }
    }),
    { numRuns: 150 },
  );
});

it("keeps the id of a block between two items when the second goes", () => {
  const block = "```bash\n# Look s1k1\nkubectl get pods\n```\n\nOr `kubectl get nodes -o wide` s1k2.\n";
  const [whole, cut] = [
    idsOf(`## A\n\n1. First s1k0\n${block}\n2. Second s1k3\n`),
    idsOf(`## A\n\n1. First s1k0\n${block}`),
  ];
  expect(cut.get("operation s1k1")).toBe(whole.get("operation s1k1"));
  expect(whole.get("operation s1k1")).toBeDefined();
});

it("leaves the words before a counted list to themselves when the list above loses its second item", () => {
  const block = "```bash\n# Look\nkubectl get pods\n```\n";
  const after = `Run \`kubectl get nodes\` and wait s1k1.\n\n1. First s1k2\n${block}2. Second s1k3\n`;
  const [whole, cut] = [
    idsOf(`## Look\n\n1. First s1k0\n${block}2. Second s1k4\n\n${after}`),
    idsOf(`## Look\n\n1. First s1k0\n${block}\n${after}`),
  ];
  expect(whole.get("step paragraph s1k1")).toBeDefined();
  expect(cut.get("step paragraph s1k1")).toBe(whole.get("step paragraph s1k1"));
});
