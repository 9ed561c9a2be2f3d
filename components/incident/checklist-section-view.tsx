"use client";

import { GitBranch } from "lucide-react";
import { useAct } from "@/components/action/use-act";
import { Button } from "@/components/ui/button";
import { chooseBranchAction, clearBranchAction } from "@/lib/features/checklist/actions";
import { type RoomSection, useRoom } from "./room-context";
import { StepRow } from "./step-row";
import { isSettled } from "./step-state";

/** One section of the checklist: its time box, whether its branch is in play, its steps. */
export function ChecklistSectionView({
  part,
  onChoose,
}: {
  readonly part: RoomSection;
  readonly onChoose: () => void;
}) {
  const { section, isOut, lines } = part;
  const settled = lines.filter(({ view }) => isSettled(view.status)).length;
  return (
    <section aria-label={section.title}>
      <div className="flex items-baseline gap-2 px-4 pt-3 pb-1">
        <h2 className={`min-w-0 flex-1 font-semibold ${isOut ? "text-faint" : "text-mute"}`}>{section.title}</h2>
        <span className="shrink-0 text-sm text-faint">
          {section.timeBox ? `${section.timeBox.text} · ` : ""}
          {settled}/{lines.length}
        </span>
      </div>
      <BranchChoice part={part} />
      {isOut ? null : (
        <ul>
          {lines.map((line) => (
            <StepRow key={line.line.step.id} line={line} onChoose={onChoose} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Says which of several alternatives is followed, and lets it be chosen or taken back. */
function BranchChoice({ part }: { readonly part: RoomSection }) {
  const { dto, state, offBecause } = useRoom();
  const { act } = useAct();
  const { section, isOut } = part;
  if (!section.branch) {
    return null;
  }
  const incidentId = dto.incident.id;
  const { group, label, symptoms } = section.branch;
  const isChosen = state.branches[group] === section.id;
  return (
    <div className="flex items-start gap-2 px-4 pb-1 text-sm">
      <GitBranch aria-hidden="true" className={`mt-1 size-3.5 shrink-0 ${isChosen ? "text-accent" : "text-faint"}`} />
      <p className="min-w-0 flex-1 pt-0.5 text-faint">
        {isChosen ? "This branch is followed" : isOut ? "Another branch was chosen" : `${label}: one of several`}
        {symptoms.length > 0 && !isOut ? <span className="block">{symptoms.join("; ")}</span> : null}
      </p>
      {isChosen ? (
        <Button
          look="quiet"
          offBecause={offBecause}
          onClick={() => void act(() => clearBranchAction({ incidentId, group }))}
        >
          Undo
        </Button>
      ) : (
        <Button
          look="quiet"
          offBecause={offBecause}
          onClick={() => void act(() => chooseBranchAction({ incidentId, group, sectionId: section.id }))}
        >
          {isOut ? "Choose instead" : "Choose"}
        </Button>
      )}
    </div>
  );
}
