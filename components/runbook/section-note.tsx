import { GitBranch, Timer } from "lucide-react";
import { Tag } from "@/components/ui/tag";
import type { MarginNotes } from "@/lib/core/runbook/page/margin-notes";
import type { Section } from "@/lib/core/runbook/runbook";
import type { DocumentIndex } from "./document-index";
import { MarginNote, NoteLines } from "./margin-note";
import { digestOf } from "./note-words";
import { Provenance, Stated } from "./provenance";

/** What was understood of a section as a whole: its phase, its time, whether it is one of several. */
export function SectionNote({
  section,
  notes,
  index,
}: {
  readonly section: Section;
  readonly notes: MarginNotes | undefined;
  readonly index: DocumentIndex;
}) {
  const { phase, timeBox, branch } = section;
  const own = notes ? digestOf(notes) : "";
  const digest = [phase.value, timeBox?.text, branch && "one of several", own].filter(Boolean).join(" · ");
  return (
    <MarginNote digest={digest}>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <Tag>{phase.value}</Tag>
        <Provenance of={phase} field="phases" />
      </p>
      {timeBox ? (
        <p className="flex items-center gap-1.5">
          <Timer aria-hidden="true" className="size-3.5 shrink-0" />
          {timeBox.text} <Stated from={timeBox.from} field="timeBoxes" />
        </p>
      ) : null}
      {branch ? (
        <div>
          <p className="flex items-center gap-1.5">
            <GitBranch aria-hidden="true" className="size-3.5 shrink-0" />
            {branch.label}: one of several <Stated from={branch.from} field="branches" />
          </p>
          {branch.symptoms.length > 0 ? (
            <ul className="list-disc pl-5 text-faint">
              {[...new Set(branch.symptoms)].map((symptom) => (
                <li key={symptom}>{symptom}</li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
      {notes ? <NoteLines notes={notes} index={index} /> : null}
    </MarginNote>
  );
}
