"use client";

import { useEffect, useState } from "react";
import { OperationCard } from "@/components/execution/operation-card";
import { OperationLine } from "@/components/execution/operation-line";
import { Blocks } from "@/components/runbook/blocks";
import { EmptyState } from "@/components/ui/empty-state";
import { StatusIcon } from "@/components/ui/status-icon";
import type { Block } from "@/lib/core/runbook/block";
import type { Step } from "@/lib/core/runbook/runbook";
import { IncidentKeeps } from "./incident-keeps";
import { Notifications } from "./notifications";
import { type RoomLine, useRoom } from "./room-context";
import { StepMarks } from "./step-marks";
import { nextOperation } from "./step-state";
import { StepTimer } from "./step-timer";

/** The step that is worked on: its commands with one of them open, what the text says around them, and its tick. */
export function StepPane() {
  const { selected } = useRoom();
  if (!selected) {
    return (
      <div className="p-5">
        <EmptyState title="Nothing to work on yet">Choose a runbook: its steps appear here.</EmptyState>
      </div>
    );
  }
  return <SelectedStep key={selected.line.step.id} current={selected} />;
}

function SelectedStep({ current }: { readonly current: RoomLine }) {
  const { state, link } = useRoom();
  const { step, section } = current.line;
  const [chosen, setChosen] = useState<string | null>(null);
  const next = nextOperation(step.operations, state)?.id ?? null;
  const [openId, setOpenId] = useState(next);
  const linked = (link && state.runs[link.runId]?.operationId) ?? null;
  useEffect(() => {
    if (linked !== null) {
      setChosen(linked);
    }
  }, [linked]);
  const shownId = chosen ?? openId;
  const shown = step.operations.find((operation) => operation.id === shownId);
  const shownRun = shown ? Object.values(state.runs).some((run) => run.operationId === shown.id) : false;
  // The card that was just run stays open with its output; the next one opens when a person goes on.
  useEffect(() => {
    if (!shownRun) {
      setOpenId(next);
    }
  }, [next, shownRun]);
  return (
    <div className="grid h-full grid-rows-[minmax(0,1fr)_auto]">
      <div className="space-y-3 overflow-y-auto px-4 py-3.5 lg:px-[1.125rem]">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="text-lg font-semibold [overflow-wrap:anywhere]">{step.title}</h2>
          <span className="min-w-[8.5rem]">
            <StatusIcon status={current.view.status} />
          </span>
          <span className="ml-auto truncate text-faint">{section.title}</span>
        </div>
        {step.operations.map((operation) =>
          operation.id === shownId ? (
            <OperationCard key={operation.id} operation={operation} step={step} />
          ) : (
            <OperationLine key={operation.id} operation={operation} onOpen={() => setChosen(operation.id)} />
          ),
        )}
        <StepTimer step={step} />
        <StepText step={step} blocks={section.blocks} />
        <Notifications section={section} />
        <IncidentKeeps />
      </div>
      <StepMarks current={current} nextOperationId={next} onNext={setChosen} />
    </div>
  );
}

/** What the document says at this step besides its commands. */
function StepText({ step, blocks }: { readonly step: Step; readonly blocks: readonly Block[] }) {
  const around = blocks.filter((block) => block.kind !== "code" && block.kind !== "heading");
  const { decisions, expectations } = step;
  return (
    <div className="grid gap-3 text-mute">
      {expectations.length > 0 ? (
        <section aria-label="Expected" className="grid gap-1">
          <h3 className="font-medium text-ink">Expected</h3>
          <ul className="grid list-disc gap-1 pl-5">
            {expectations.map((expectation) => (
              <li key={`${expectation.lines.start} ${expectation.text}`}>{expectation.text}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {decisions.length > 0 ? (
        <section aria-label="Decide" className="grid gap-1">
          <h3 className="font-medium text-ink">Decide</h3>
          <ul className="grid list-disc gap-1 pl-5">
            {decisions.map((decision) => (
              <li key={`${decision.lines.start} ${decision.text}`}>{decision.text}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {around.length > 0 ? (
        <details open={step.operations.length === 0}>
          <summary className="min-h-(--control) content-center font-medium text-ink">From the runbook</summary>
          <div className="grid max-w-[70ch] gap-2 pt-1 leading-relaxed">
            <Blocks blocks={around} />
          </div>
        </details>
      ) : null}
    </div>
  );
}
