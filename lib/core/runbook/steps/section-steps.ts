import { brandId, type StepId } from "@/lib/core/kernel/ids";
import type { Block, Inline, ListItem } from "../block";
import type { IdMaker } from "../ids";
import { inlineText, leadText } from "../markdown/inline-text";
import { operationsOfFence } from "../operations/code-operations";
import { commandsOfHeading } from "../operations/heading-commands";
import { commandsIn, spokenOperation } from "../operations/spoken-commands";
import type { Operation, Phase, Step, StepKind } from "../runbook";
import type { LineRange } from "../source";
import { firstLineOf, type Statements } from "../statements";
import { decisionOf, isDecisionTable, rowDecision } from "./decisions";
import { expectationOf } from "./expectations";
import { leadOf } from "./fence-leads";
import { isImperative } from "./imperatives";
import { isFactsUnder, namesSteps } from "./list-heads";
import { shownAs } from "./shown-blocks";
import { withRemarks } from "./step-remarks";
import { shortTitle, wordsAbove } from "./step-titles";

export type SectionContent = {
  readonly id: string;
  readonly title: string;
  readonly phase: Phase;
  /** Only the document's title says that it is of this phase. */
  readonly isOfTitle: boolean;
};
type Around = SectionContent & {
  readonly makeId: IdMaker;
  readonly statements: Statements;
  /** The section's own, and what of them stands above the block that is looked at. */
  readonly blocks?: readonly Block[];
  readonly above?: Block | undefined;
  readonly below?: Block | undefined;
  /** What it stands under lists causes, signs and the like. */
  readonly isFacts?: boolean;
  /** Its text tells of what was done. */
  readonly isHistory?: boolean;
};

/** Sections whose bare list items are things to do; elsewhere only items with commands, boxes or questions are steps. */
const actionPhases = new Set<Phase>(["assessment", "mitigation", "verification", "resolution"]);

/** What is done when the incident is over is no step of it. */
const afterwards = new Set<Phase>(["prevention", "follow-up"]);

/** The steps of one section's own blocks, and the blocks with references to what was made of them. */
export function stepsOf(
  blocks: readonly Block[],
  around: Around,
): { readonly steps: readonly Step[]; readonly blocks: readonly Block[] } {
  const isHistory = history.test(around.title);
  const made = blocks.map((block, index) => {
    const above = blocks[index - 1];
    return stepsOfBlock(shownAs(block, above, around.statements), {
      ...around,
      blocks,
      above,
      below: blocks[index + 1],
      isHistory,
    });
  });
  const seen = made.map(({ block }) => block);
  return {
    steps: withRemarks(
      made.flatMap(({ steps }) => steps),
      seen,
      around,
    ),
    blocks: seen,
  };
}

const history = /\btimeline\b|\bchronology\b|\bwhat (?:happened|went (?:wrong|well))\b|\bsequence of events\b/i;

type BlockSteps = { readonly steps: readonly Step[]; readonly block: Block };

function stepsOfBlock(block: Block, around: Around): BlockSteps {
  switch (block.kind) {
    case "code":
      return block.parts.length > 0 ? { steps: [], block } : fenceSteps(block, around);
    case "list": {
      const items = listItems(block, around);
      return { steps: items.flatMap(({ steps }) => steps), block: { ...block, items: items.map(({ item }) => item) } };
    }
    case "quote": {
      const inner = block.blocks.map((one) => stepsOfBlock(one, around));
      return { steps: inner.flatMap(({ steps }) => steps), block: { ...block, blocks: inner.map((one) => one.block) } };
    }
    case "heading":
      return { steps: headingSteps(block, around), block };
    case "paragraph":
      return { steps: paragraphSteps(block, around), block };
    case "table":
      return { steps: tableSteps(block, around), block };
    default:
      return { steps: [], block };
  }
}

/** "Run `kubectl get pods`" is a step, where it is not told again below. */
function headingSteps({ children, lines }: Extract<Block, { kind: "heading" }>, around: Around): readonly Step[] {
  const below = (around.blocks ?? []).flatMap((block) => (block.kind === "code" ? block.text : []));
  const scripts = commandsOfHeading(children).filter((script) => below.every((text) => !text.includes(script)));
  const title = shortTitle(around.title);
  return scripts.length === 0 ? [] : [spokenStep("heading", { scripts, name: title, title }, { around, lines })];
}

/** A paragraph is a step when it holds commands, or when front matter says so. */
function paragraphSteps({ children, lines }: Extract<Block, { kind: "paragraph" }>, around: Around): readonly Step[] {
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
function tableSteps({ rows, lines }: Extract<Block, { kind: "table" }>, around: Around): readonly Step[] {
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

/** Each labelled group of a fence is a line of the checklist; what is no command is only shown. */
function fenceSteps(block: Extract<Block, { kind: "code" }>, around: Around): BlockSteps {
  const { operations, comments, decisions, parts } = operationsOfFence(block, {
    ...around,
    within: around.id,
    lead: leadOf(around.above),
  });
  const kind = operations.length === 1 ? "heading" : "comment";
  const run = operations.map((operation) => ({
    ...stepFrom(operation, kind),
    decisions: decisions.get(operation.id) ?? [],
  }));
  const spoken = comments.map((comment): Step => {
    const said = [comment.text, ...comment.remarks];
    return emptyStep({
      id: brandId(around.makeId(comment.text, around.id)),
      kind: "comment",
      title: comment.text,
      lines: comment.lines,
      expectations: said.flatMap((text) => expectationOf(text, comment.lines) ?? []),
      decisions: said.flatMap((text) => decisionOf(text, comment.lines) ?? []),
    });
  });
  const isStated = around.statements.of("blocks", firstLineOf(block.text)) !== undefined;
  const steps = [...spoken, ...run]
    .toSorted((a, b) => a.lines.start - b.lines.start)
    .map((step): Step => (isStated ? { ...step, stated: "blocks" } : step));
  return { steps, block: { ...block, parts } };
}

function stepFrom(operation: Operation, kind: StepKind): Step {
  const id = brandId<StepId>(`step-${operation.id}`);
  return {
    ...emptyStep({ id, kind, title: operation.label, lines: operation.lines }),
    operations: [operation],
    expectations: operation.expectations,
  };
}

function emptyStep(step: Pick<Step, "id" | "kind" | "title" | "lines"> & Partial<Step>): Step {
  return { operations: [], expectations: [], decisions: [], steps: [], ...step };
}

type ItemAround = Around & { readonly isProcedure: boolean; readonly isAdvice: boolean };

type ItemSteps = { readonly steps: readonly Step[]; readonly item: ListItem };
type ReadItem = {
  readonly item: ListItem;
  readonly id: string;
  readonly title: string;
  readonly inner: ItemContent;
};

/** The items of a list. A numbered one that holds commands or tells what to do is a procedure: all of its items are steps. */
function listItems({ items, ordered }: Extract<Block, { kind: "list" }>, outer: Around): readonly ItemSteps[] {
  const around = { ...outer, isFacts: outer.isFacts === true || isFactsUnder(outer) };
  const read = items.map((item): ReadItem => {
    const title = leadText(item.blocks).replace(/\s+/g, " ").trim();
    const id = around.makeId(title.slice(0, 80), around.id);
    const within = { ...around, above: item.blocks[0], id, title, sectionId: around.id };
    return { item, id, title, inner: itemContent(item, within) };
  });
  const isDone = !afterwards.has(around.phase) && read.some(({ inner }) => inner.operations.length > 0);
  const isAdvice = tellsWhatToDo(read, around);
  const isOfSection = actionPhases.has(around.phase) && !around.isOfTitle;
  // What is to be verified is looked at item by item, whatever its words.
  const isChecked = isOfSection && around.phase === "verification" && !around.isFacts;
  const isContents = read.every(({ item }) => isLink(item.blocks[0]));
  const isNamed = !afterwards.has(around.phase) && namesSteps(around);
  const isProcedure = isChecked || isNamed || (ordered && !isContents && (isOfSection || isDone || isAdvice));
  return read.map((one) =>
    itemSteps(one, { ...around, isProcedure, isAdvice: isAdvice && mayAdvise.has(around.phase) }),
  );
}

/** Where a bullet that tells somebody to do something is a step. */
const mayAdvise = new Set<Phase>([...actionPhases, "diagnosis"]);

/** Whether most items of a list tell somebody to do something, and nothing above calls them something else. */
function tellsWhatToDo(read: readonly ReadItem[], { phase, isFacts }: Around): boolean {
  const told = read.filter((one) => isImperative(one.title));
  const isContents = read.every(({ item }) => isLink(item.blocks[0]));
  const isElsewhere = afterwards.has(phase) || phase === "escalation" || isContents;
  return !isElsewhere && !isFacts && told.length * 2 > read.length;
}

function isLink(block: Block | undefined): boolean {
  return block?.kind === "paragraph" && block.children.length === 1 && block.children[0]?.kind === "link";
}

function itemSteps({ item, id, title, inner }: ReadItem, around: ItemAround): ItemSteps {
  const facts = { id, title, operationCount: inner.operations.length };
  const inferred = kindOf(item, { ...around, ...facts });
  const isStated = inferred === null && around.statements.of("steps", title, id) !== undefined;
  const kind = isStated ? "list-item" : inferred;
  const isDenied = facts.operationCount === 0 && around.statements.of("steps", title, id) === false;
  if (kind === null || isDenied) {
    return { steps: inner.steps, item: { ...item, blocks: inner.blocks } };
  }
  const scripts = inner.operations.map(({ script }) => script);
  const shown = wordsAbove(leadText(item.blocks), scripts).replace(/\s+/g, " ").trim();
  const step = emptyStep({
    id: brandId(id),
    kind,
    ...(isStated && { stated: "steps" as const }),
    title: shown || around.title,
    lines: item.lines,
    operations: inner.operations,
    steps: inner.steps,
    expectations: [expectationOf(title, item.lines)].flatMap((found) => found ?? []),
    decisions: [decisionOf(title, item.lines)].flatMap((found) => found ?? []),
  });
  return { steps: [step], item: { ...item, blocks: inner.blocks, stepId: step.id } };
}

function kindOf(
  item: ListItem,
  facts: {
    readonly title: string;
    readonly operationCount: number;
    readonly isProcedure: boolean;
    readonly isAdvice: boolean;
  },
): StepKind | null {
  if (facts.title.endsWith("?")) {
    return "question";
  }
  if (item.checked !== undefined) {
    return "task";
  }
  const isStep = facts.operationCount > 0 || facts.isProcedure || (facts.isAdvice && isImperative(facts.title));
  return isStep ? "list-item" : null;
}

type ItemContent = {
  readonly operations: readonly Operation[];
  readonly steps: readonly Step[];
  readonly blocks: readonly Block[];
};

function itemContent(item: ListItem, around: Around & { readonly sectionId: string }): ItemContent {
  // What was taken in belongs to no item for ever: its ids are the section's, whether the list goes on or not.
  const idFor = ({ lines }: Block) => (lines.start > (item.ownEnd ?? lines.start) ? around.sectionId : around.id);
  const operations = item.blocks.flatMap((block) =>
    (block.kind === "paragraph" && !around.isHistory ? commandsIn(block.children) : []).map((script) =>
      spokenOperation(script, { within: idFor(block), lines: item.lines, makeId: around.makeId }),
    ),
  );
  const steps: Step[] = [];
  const blocks = item.blocks.map((block, index): Block => {
    if (block.kind === "code") {
      // The first line is the item's own title.
      const lead = index > 1 ? leadOf(item.blocks[index - 1]) : null;
      const made = operationsOfFence(block, { ...around, within: idFor(block), lead });
      operations.push(...made.operations);
      return { ...block, parts: made.parts };
    }
    if (block.kind === "paragraph") {
      return block;
    }
    const made = stepsOfBlock(block, around);
    steps.push(...made.steps);
    return made.block;
  });
  return { operations, steps, blocks };
}
