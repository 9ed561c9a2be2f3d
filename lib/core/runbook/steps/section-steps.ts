import { brandId } from "@/lib/core/kernel/ids";
import type { Block, ListItem } from "../block";
import { leadText } from "../markdown/inline-text";
import { operationsOfFence } from "../operations/code-operations";
import { commandsIn, spokenOperation } from "../operations/spoken-commands";
import type { Operation, Phase, Step, StepKind } from "../runbook";
import { decisionOf } from "./decisions";
import { expectationOf } from "./expectations";
import { leadOf } from "./fence-leads";
import { fenceSteps } from "./fence-steps";
import { isImperative } from "./imperatives";
import { isFactsUnder, namesSteps } from "./list-heads";
import { type Around, type BlockSteps, emptyStep } from "./new-step";
import { shownAs } from "./shown-blocks";
import { withRemarks } from "./step-remarks";
import { oneLine, wordsAbove } from "./step-titles";
import { headingSteps, paragraphSteps, tableSteps } from "./told-steps";

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
    const title = oneLine(leadText(item.blocks));
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
  const shown = oneLine(wordsAbove(leadText(item.blocks), scripts));
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
