import { brandId, type StepId } from "@/lib/core/kernel/ids";
import type { Block, ListItem } from "../block";
import type { IdMaker } from "../ids";
import { inlineCodes, inlineText, lastLine, leadText } from "../markdown/inline-text";
import type { Decision, Expectation, Step } from "../runbook";
import type { LineRange } from "../source";
import { decisionOf } from "./decisions";
import { expectationOf, listedExpectation } from "./expectations";
import { emptyStep } from "./new-step";

/** What prose beside the steps says of them. */
type Remark = {
  readonly lines: LineRange;
  readonly decision: Decision | null;
  readonly expectation: Expectation | null;
  readonly output: string | null;
};
type Around = { readonly id: string; readonly makeId: IdMaker };

/**
 * "Success: …", "If …", "You should see …" and blocks of expected output belong to the step above them. A decision that
 * nothing stands above is a step of its own; anything else without a step stays prose.
 */
export function withRemarks(steps: readonly Step[], blocks: readonly Block[], around: Around): readonly Step[] {
  const made = [...steps];
  const remarks = blocks.flatMap((block, index) => remarksOf(block, blocks[index - 1]));
  for (const remark of remarks) {
    const at = made.findLastIndex(({ lines }) => lines.start <= remark.lines.start);
    const step = made[at];
    if (step) {
      made[at] = remarked(step, remark);
    } else if (remark.decision) {
      const title = remark.decision.text;
      const id = brandId<StepId>(around.makeId(title, around.id));
      made.unshift(emptyStep({ id, kind: "paragraph", title, lines: remark.lines, decisions: [remark.decision] }));
    }
  }
  return made;
}

function remarked(step: Step, { decision, expectation, output }: Remark): Step {
  const last = step.operations.at(-1);
  const canShow = output !== null && last !== undefined && last.sampleOutput === undefined;
  return {
    ...step,
    decisions: decision ? [...step.decisions, decision] : step.decisions,
    // Without a command above, "should" is advice and nothing to be seen.
    expectations: expectation && last ? [...step.expectations, expectation] : step.expectations,
    operations: canShow ? [...step.operations.slice(0, -1), { ...last, sampleOutput: output }] : step.operations,
  };
}

function remarksOf(block: Block, above: Block | undefined): readonly Remark[] {
  switch (block.kind) {
    case "paragraph": {
      const codes = inlineCodes(block.children);
      return inlineText(block.children)
        .split("\n")
        .flatMap((line) => spokenRemark(line.trim(), { lines: block.lines, codes }));
    }
    case "list":
      return block.items.flatMap((item) => [
        ...(item.stepId === undefined ? itemRemark(item, above) : []),
        ...item.blocks.slice(1).flatMap((inner) => remarksOf(inner, undefined)),
      ]);
    case "code":
      return above !== undefined && saysOutput(above, block)
        ? [{ lines: block.lines, decision: null, expectation: null, output: block.text }]
        : [];
    default:
      return [];
  }
}

const headsExpected = /^(?:expected|you should (?:see|get)|what to expect|healthy)\b[^\n]*[:：]$/i;

/** An item under "Expected:" is what is to be seen, whatever its words. */
function itemRemark({ blocks, lines }: ListItem, above: Block | undefined): readonly Remark[] {
  const [lead] = blocks;
  const codes = lead?.kind === "paragraph" ? inlineCodes(lead.children) : [];
  const text = leadText(blocks);
  const isExpected = above?.kind === "paragraph" && headsExpected.test(inlineText(above.children).trim());
  return isExpected && text !== ""
    ? [{ lines, decision: null, expectation: listedExpectation(text, lines, codes), output: null }]
    : spokenRemark(text, { lines, codes: [] });
}

function spokenRemark(
  text: string,
  { lines, codes }: { readonly lines: LineRange; readonly codes: readonly string[] },
): readonly Remark[] {
  const decision = decisionOf(text, lines);
  const expectation = decision || isAnnouncement(text) ? null : expectationOf(text, lines, codes);
  return decision || expectation ? [{ lines, decision, expectation, output: null }] : [];
}

const announced =
  /\b(?:expected|example|sample|typical|healthy) (?:output|result|response)\b|\b(?:output|result|response) (?:should|will|looks?|is|of)\b|\byou (?:should|will) (?:see|get)\b|erwartete[rs]? (?:output|ausgabe|ergebnis)|(?:salida|saída|resultado) esperad|(?:sortie|résultat) attendu|预期(?:输出|结果)|期望输出|出力例|예상 출력|ожидаемый (?:вывод|результат)|^(?:what to )?look for\b.{0,20}[:：]$|^(?:expected|output|example|result|response|returns?)\s*:?$/i;
/** "Expected output:" heads what is to be seen and says nothing of it. */
function isAnnouncement(text: string): boolean {
  return /[:：]$/.test(text) && announced.test(text);
}

const outputTag = /^(?:|text|txt|plain(?:text)?|none|output|log|console|json|yaml|yml|xml|csv)$/i;

/** Whether a line announces that the block under it is what a command prints. */
export function saysOutput(above: Block, { language, text }: Extract<Block, { kind: "code" }>): boolean {
  const said = lastLine(above);
  return outputTag.test(language.trim()) && announced.test(said) && !/^\s*[$#] \S/m.test(text);
}
