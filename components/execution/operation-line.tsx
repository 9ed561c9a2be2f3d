"use client";

import { useRoom } from "@/components/incident/room-context";
import { endingText, runStatus, runsOf } from "@/components/incident/step-state";
import { RiskTag } from "@/components/ui/risk-tag";
import { StatusIcon } from "@/components/ui/status-icon";
import type { Operation } from "@/lib/core/runbook/runbook";

/** An operation that is not worked on right now: one line, with how its last run ended. */
export function OperationLine({ operation, onOpen }: { readonly operation: Operation; readonly onOpen: () => void }) {
  const { dto, state } = useRoom();
  const run = runsOf(state, operation.id).at(-1);
  const facts = dto.operations[operation.id];
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-expanded="false"
      className="flex min-h-(--control) w-full items-center gap-2.5 rounded-lg border border-line bg-pane px-3 py-1.5 text-left hover:border-edge"
    >
      <StatusIcon status={runStatus(run)} isWordHidden />
      <span className="min-w-0 truncate font-medium">{operation.label}</span>
      <span className="ml-auto shrink-0 text-sm text-faint">{run ? endingText(run) : ""}</span>
      {facts ? <RiskTag risk={facts.risk} reasons={facts.reasons} /> : null}
    </button>
  );
}
