import { brandId, type OperationId, type StepId } from "@/lib/core/kernel/ids";
import type { Block, ListItem } from "./block";
import { operationsOfFence } from "./code-operations";
import { decisionOf, expectationOf } from "./expectations";
import type { IdMaker } from "./ids";
import { inlineCodes, inlineText, leadText } from "./inline-text";
import { usesIn } from "./parameters";
import { runModeOf } from "./run-mode";
import type { Operation, Phase, Step, StepKind } from "./runbook";

export type SectionContent = { readonly id: string; readonly title: string; readonly phase: Phase };
type Around = SectionContent & { readonly makeId: IdMaker };

/** Sections whose bare list items are things to do; elsewhere only items with commands, boxes or questions are steps. */
const actionPhases = new Set<Phase>(["assessment", "mitigation", "verification", "resolution"]);

/** The steps of one section's own blocks, and the blocks with references to what was made of them. */
export function stepsOf(
  blocks: readonly Block[],
  around: Around,
): { readonly steps: readonly Step[]; readonly blocks: readonly Block[] } {
  const steps: Step[] = [];
  const linked = blocks.map((block): Block => {
    if (block.kind === "code") {
      const made = fenceSteps(block, around);
      steps.push(...made);
      return { ...block, operationIds: made.flatMap((step) => step.operations.map((operation) => operation.id)) };
    }
    if (block.kind === "list") {
      const items = block.items.map((item) => itemSteps(item, { ...around, isOrdered: block.ordered }));
      steps.push(...items.flatMap((made) => made.steps));
      return { ...block, items: items.map((made) => made.item) };
    }
    return block;
  });
  return { steps: withDecisions(steps, blocks), blocks: linked };
}

/** Each labelled group of a fence is a line of the checklist; reference blocks are only shown. */
function fenceSteps(block: Extract<Block, { kind: "code" }>, around: Around): readonly Step[] {
  const { operations, comments } = operationsOfFence(block, {
    within: around.id,
    title: around.title,
    makeId: around.makeId,
  });
  const runnable = operations.filter((operation) => operation.mode.value !== "reference");
  const referenced = operations.filter((operation) => operation.mode.value === "reference");
  const single =
    runnable.length === 1 && runnable[0]
      ? [stepFrom(runnable[0], "heading")]
      : runnable.map((operation) => stepFrom(operation, "comment"));
  const spoken = comments.map((comment): Step => {
    const remarks = comment.remarks.flatMap((text) => expectationOf(text, comment.lines) ?? []);
    return emptyStep({
      id: brandId(around.makeId(comment.text, around.id)),
      kind: "comment",
      title: comment.text,
      lines: comment.lines,
      expectations: remarks,
    });
  });
  return [...single, ...spoken, ...referenced.map((operation) => stepFrom(operation, "comment"))].filter((step) =>
    step.operations.every((operation) => operation.mode.value !== "reference"),
  );
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

type ItemAround = Around & { readonly isOrdered: boolean };

function itemSteps(item: ListItem, around: ItemAround): { readonly steps: readonly Step[]; readonly item: ListItem } {
  const title = leadText(item.blocks).replace(/\s+/g, " ").trim();
  const id = around.makeId(title.slice(0, 80), around.id);
  const inner = itemContent(item, { ...around, id, title });
  const kind = kindOf(item, { ...around, title, operationCount: inner.operations.length });
  if (kind === null) {
    return { steps: inner.steps, item: { ...item, blocks: inner.blocks } };
  }
  const step = emptyStep({
    id: brandId(id),
    kind,
    title: title || around.title,
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
    readonly isOrdered: boolean;
    readonly phase: Phase;
  },
): StepKind | null {
  if (facts.title.endsWith("?")) {
    return "question";
  }
  if (item.checked !== undefined) {
    return "task";
  }
  const isAction = facts.isOrdered && actionPhases.has(facts.phase);
  return facts.operationCount > 0 || isAction ? "list-item" : null;
}

type ItemContent = {
  readonly operations: readonly Operation[];
  readonly steps: readonly Step[];
  readonly blocks: readonly Block[];
};

function itemContent(item: ListItem, around: Around): ItemContent {
  const operations: Operation[] = [...inlineOperations(item, around)];
  const steps: Step[] = [];
  const blocks = item.blocks.map((block): Block => {
    if (block.kind === "code") {
      const made = operationsOfFence(block, {
        within: around.id,
        title: around.title,
        makeId: around.makeId,
      }).operations.filter((one) => one.mode.value !== "reference");
      operations.push(...made);
      return { ...block, operationIds: made.map((operation) => operation.id) };
    }
    if (block.kind === "list") {
      const made = block.items.map((child) => itemSteps(child, { ...around, isOrdered: block.ordered }));
      steps.push(...made.flatMap((one) => one.steps));
      return { ...block, items: made.map((one) => one.item) };
    }
    return block;
  });
  return { operations, steps, blocks };
}

const commandStart = /^(?:kubectl|oc|curl|docker|psql|redis-cli|promql|ssh)\s+\S/;

/** Commands written as inline code in an item. */
function inlineOperations(item: ListItem, { id, makeId }: Around): readonly Operation[] {
  const codes = item.blocks.flatMap((block) => (block.kind === "paragraph" ? inlineCodes(block.children) : []));
  return codes
    .filter((code) => commandStart.test(code.trim()))
    .map((code): Operation => {
      const script = code.trim();
      const operationId = brandId<OperationId>(makeId(script, id));
      return {
        id: operationId,
        label: script,
        language: "shell",
        script,
        lines: item.lines,
        mode: runModeOf(script, "shell"),
        parameters: usesIn(script),
        expectations: [],
      };
    });
}

/** "Success: …" and "If …" paragraphs belong to the step above them. */
function withDecisions(steps: readonly Step[], blocks: readonly Block[]): readonly Step[] {
  const last = steps.at(-1);
  const lines = blocks.flatMap((block) =>
    block.kind === "paragraph"
      ? inlineText(block.children)
          .split("\n")
          .map((text) => ({ text: text.trim(), lines: block.lines }))
      : [],
  );
  const decisions = lines.flatMap(({ text, lines: where }) => decisionOf(text, where) ?? []);
  return last && decisions.length > 0
    ? [...steps.slice(0, -1), { ...last, decisions: [...last.decisions, ...decisions] }]
    : steps;
}
