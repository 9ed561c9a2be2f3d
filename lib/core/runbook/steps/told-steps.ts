import { brandId, type StepId } from "@/lib/core/kernel/ids";
import type { Block, Inline } from "../block";
import { inlineText } from "../markdown/inline-text";
import { commandsOfHeading } from "../operations/heading-commands";
import { commandsIn, spokenOperation } from "../operations/spoken-commands";
import type { Step, StepKind } from "../runbook";
import type { LineRange } from "../source";
import { isDecisionTable, rowDecision } from "./decisions";
import { leadOf } from "./fence-leads";
import { type Around, emptyStep } from "./new-step";
import { shortTitle, wordsAbove } from "./step-titles";

/** "Run `kubectl get pods`" is a step, where it is not told again below. */
export function headingSteps(
  { children, lines }: Extract<Block, { kind: "heading" }>,
  around: Around,
): readonly Step[] {
  const below = (around.blocks ?? []).flatMap((block) => (block.kind === "code" ? block.text : []));
  const scripts = commandsOfHeading(children).filter((script) => below.every((text) => !text.includes(script)));
  const title = shortTitle(around.title);
  return scripts.length === 0 ? [] : [spokenStep("heading", { scripts, name: title, title }, { around, lines })];
}

/** A paragraph is a step when it holds commands, or when front matter says so. */
export function paragraphSteps(
  { children, lines }: Extract<Block, { kind: "paragraph" }>,
  around: Around,
): readonly Step[] {
  const spoken = spokenSteps("paragraph", [children], { around, lines });
  const title = shortTitle(inlineText(children));
  const isStated = around.statements.of("steps", title);
  // What heads a block or a list is told by these.
  const isNumbered = stepNumber.test(title) && around.below?.kind !== "code" && around.below?.kind !== "list";
  if (spoken.length > 0 || isStated === false || !(isStated || isNumbered)) {
    return spoken;
  }
  const id = brandId<StepId>(around.makeId(title, around.id));
  return [emptyStep({ id, kind: "paragraph", title, lines, ...(isStated && { stated: "steps" as const }) })];
}

/** "Step 1. Log in to the console" */
const stepNumber = /^(?:step|schritt|paso|passo|étape|шаг|bước)\s*\d+\s*[.:)–—-]\s*\S/i;

/** A row with commands is a step, and so is one that leads from what is seen to what is done. */
export function tableSteps({ rows, lines }: Extract<Block, { kind: "table" }>, around: Around): readonly Step[] {
  const [head = [], ...body] = rows;
  const isDecision = isDecisionTable(head.map(inlineText));
  return body.flatMap((row) => {
    const spoken = spokenSteps("table-row", row, { around, lines });
    const decision = isDecision ? rowDecision(row.map(inlineText), lines) : null;
    if (decision === null) {
      return spoken;
    }
    const [step] = spoken;
    const title = shortTitle(decision.condition);
    const own = step ?? emptyStep({ id: brandId(around.makeId(title, around.id)), kind: "table-row", title, lines });
    return [{ ...own, decisions: [decision] }];
  });
}

/** Commands that stand as inline code in a sentence, or in the cells of a row: one step with all of them. */
function spokenSteps(
  kind: StepKind,
  texts: readonly (readonly Inline[])[],
  { around, lines }: { readonly around: Around; readonly lines: LineRange },
): readonly Step[] {
  const scripts = around.isHistory ? [] : texts.flatMap(commandsIn);
  if (scripts.length === 0) {
    return [];
  }
  const said = texts.map(inlineText).find((text) => text.trim() !== "") ?? around.title;
  const words = wordsAbove(said, scripts);
  const lead = kind === "paragraph" && words === scripts[0] ? leadOf(around.above) : null;
  const spoken = { scripts, name: shortTitle(said), title: lead ?? shortTitle(words) };
  return [spokenStep(kind, spoken, { around, lines })];
}

function spokenStep(
  kind: StepKind,
  { scripts, name, title }: { readonly scripts: readonly string[]; readonly name: string; readonly title: string },
  { around, lines }: { readonly around: Around; readonly lines: LineRange },
): Step {
  const id = around.makeId(name, around.id);
  const operations = scripts.map((script) => spokenOperation(script, { within: id, lines, makeId: around.makeId }));
  return emptyStep({ id: brandId(`step-${id}`), kind, title, lines, operations });
}
