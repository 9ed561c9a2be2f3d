import { brandId, type StepId } from "@/lib/core/kernel/ids";
import type { Block } from "../block";
import { operationsOfFence } from "../operations/code-operations";
import type { Operation, Step, StepKind } from "../runbook";
import { firstLineOf } from "../statements";
import { decisionOf } from "./decisions";
import { expectationOf } from "./expectations";
import { leadOf } from "./fence-leads";
import { type Around, type BlockSteps, emptyStep } from "./new-step";

/** Each labelled group of a fence is a line of the checklist; what is no command is only shown. */
export function fenceSteps(block: Extract<Block, { kind: "code" }>, around: Around): BlockSteps {
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
