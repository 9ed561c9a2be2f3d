"use client";

import { ListChecks } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ItemsSummary } from "@/components/checklist/items-summary";
import { PartPager } from "@/components/runbook/part-pager";
import { EmptyState } from "@/components/ui/empty-state";
import { TextInput } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import type { Runbook } from "@/lib/core/runbook/runbook";
import { ChecklistSectionView } from "./checklist-section-view";
import { RevisionNotice } from "./revision-notice";
import { type RoomSection, useRoom } from "./room-context";
import { RunbookChooser } from "./runbook-chooser";
import { isSettled } from "./step-state";

/** The runbook as a checklist, section by section, with what is signed at its end. */
export function ChecklistPane({ onChoose }: { readonly onChoose: () => void }) {
  const { dto, sections } = useRoom();
  const [query, setQuery] = useState("");
  if (!dto.runbook) {
    return <RunbookChooser />;
  }
  const { part } = dto;
  const found = query.trim() === "" ? sections : sectionsWith(sections, query.toLowerCase());
  return (
    <>
      <div className="pb-6">
        <ChecklistHead runbook={dto.runbook} query={query} onQuery={setQuery} />
        {found.map((one) => (
          <ChecklistSectionView key={one.section.id} part={one} onChoose={onChoose} />
        ))}
        {sections.length === 0 ? (
          <div className="p-4">
            <EmptyState title="No steps in this runbook">It is prose only: read it in the library.</EmptyState>
          </div>
        ) : null}
        {found.length === 0 && sections.length > 0 ? (
          <p className="p-4 text-mute">{part ? "No step of this part holds" : "No step holds"} these words.</p>
        ) : null}
        {query === "" ? <ChecklistEnd /> : null}
      </div>
      <RevisionNotice />
    </>
  );
}

type HeadProps = {
  readonly runbook: Pick<Runbook, "slug" | "title">;
  readonly query: string;
  readonly onQuery: (query: string) => void;
};

function ChecklistHead({ runbook, query, onQuery }: HeadProps) {
  const { dto, sections } = useRoom();
  const inPlay = sections.flatMap((one) => (one.isOut ? [] : one.lines));
  const settled = inPlay.filter(({ view }) => isSettled(view.status)).length;
  return (
    <div className="sticky top-0 z-10 grid gap-2 border-b border-line bg-pane px-4 py-2">
      <div className="flex items-baseline justify-between gap-2">
        <Link href={`/runbooks/${runbook.slug}`} className="truncate font-semibold hover:underline">
          {runbook.title}
        </Link>
        <span className="shrink-0 text-faint">
          {settled} of {inPlay.length}
        </span>
      </div>
      <div className="relative">
        <TextInput
          data-room-search
          type="search"
          aria-label="Search steps"
          placeholder={dto.part ? `Search part ${dto.part.number} of ${dto.part.count}` : "Search steps"}
          value={query}
          onChange={(event) => onQuery(event.target.value)}
        />
        <span className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-faint">
          {query === "" ? <Kbd>/</Kbd> : null}
        </span>
      </div>
    </div>
  );
}

/** What stands below the steps: the way to other parts, what is signed. */
function ChecklistEnd() {
  const { dto } = useRoom();
  return (
    <>
      {dto.part ? (
        <div className="px-4 pt-3">
          <PartPager part={dto.part.number} count={dto.part.count} />
        </div>
      ) : null}
      <ItemsSummary />
      <p className="px-4 pt-3">
        <Link
          href={`/incidents/${dto.incident.number}/sign-off`}
          className="inline-flex min-h-(--control) items-center gap-2 text-accent hover:underline"
        >
          <ListChecks aria-hidden="true" className="size-4" />
          Sign-off
        </Link>
      </p>
    </>
  );
}

function sectionsWith(sections: readonly RoomSection[], query: string): readonly RoomSection[] {
  return sections
    .map((part) => ({
      ...part,
      lines: part.lines.filter(({ line }) =>
        [line.step.title, part.section.title, ...line.step.operations.map((operation) => operation.script)].some(
          (text) => text.toLowerCase().includes(query),
        ),
      ),
    }))
    .filter((part) => part.lines.length > 0);
}
