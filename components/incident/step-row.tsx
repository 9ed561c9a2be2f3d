"use client";

import { useEffect, useRef } from "react";
import { RiskTag } from "@/components/ui/risk-tag";
import { StatusIcon, statusWords } from "@/components/ui/status-icon";
import type { Risk } from "@/lib/core/shell/risk/risk";
import { type RoomLine, useRoom } from "./room-context";
import { isSettled } from "./step-state";

const order: readonly Risk[] = ["destructive", "unknown", "change", "read"];
const indents: Record<number, string> = { 0: "pl-4", 1: "pl-8", 2: "pl-12" };

/** One line of the checklist. Its height does not change with its state. */
export function StepRow({ line, onChoose }: { readonly line: RoomLine; readonly onChoose: () => void }) {
  const { dto, selected, select } = useRoom();
  const row = useRef<HTMLButtonElement>(null);
  const { step, level } = line.line;
  const { status, detail } = line.view;
  const isCurrent = selected?.line.step.id === step.id;
  const risk = worstRisk(step.operations.map((operation) => dto.operations[operation.id]?.risk));
  useEffect(() => {
    if (isCurrent) {
      row.current?.scrollIntoView({ block: "nearest" });
    }
  }, [isCurrent]);
  const choose = () => {
    select(step.id);
    onChoose();
  };
  return (
    <li>
      <button
        ref={row}
        type="button"
        aria-current={isCurrent ? "step" : undefined}
        onClick={choose}
        className={`grid min-h-11 w-full scroll-my-16 grid-cols-[1rem_minmax(0,1fr)_auto] items-start gap-2 py-1.5 pr-4 text-left hover:bg-raise focus-visible:-outline-offset-2 aria-[current=step]:bg-accent/12 aria-[current=step]:shadow-[inset_2px_0_var(--accent)] ${indents[Math.min(level, 2)]}`}
      >
        <span className="pt-0.5">
          <StatusIcon status={status} isWordHidden />
        </span>
        <span className="min-w-0">
          <span className={`line-clamp-2 ${isSettled(status) ? "text-mute" : ""}`}>{step.title}</span>
          <span className={`block truncate text-xs ${status === "waiting" ? "text-warn" : "text-faint"}`}>
            {rowDetail(status, detail, step.operations.length)}
          </span>
        </span>
        {risk ? <RiskTag risk={risk} /> : null}
      </button>
    </li>
  );
}

function rowDetail(status: RoomLine["view"]["status"], detail: string, operations: number): string {
  if (status === "pending") {
    return detail || (operations === 0 ? "to be done by hand" : "");
  }
  return [statusWords[status], detail].filter(Boolean).join(" · ");
}

/** The most harmful thing a step can do; undefined when it runs nothing. */
function worstRisk(risks: readonly (Risk | undefined)[]): Risk | undefined {
  return order.find((risk) => risks.includes(risk));
}
