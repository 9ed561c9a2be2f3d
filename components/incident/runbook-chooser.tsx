"use client";

import { useState } from "react";
import { useAct } from "@/components/action/use-act";
import { EmptyState } from "@/components/ui/empty-state";
import { TextInput } from "@/components/ui/field";
import { pinRunbookAction } from "@/lib/features/incident/actions";
import { useRoom } from "./room-context";

/** No runbook was recognised: choose one, and the room becomes its checklist. */
export function RunbookChooser() {
  const { dto, offBecause } = useRoom();
  const [query, setQuery] = useState("");
  const { act, isPending } = useAct();
  const found = dto.runbooks.filter((runbook) => runbook.title.toLowerCase().includes(query.toLowerCase()));
  if (dto.runbooks.length === 0) {
    return (
      <div className="p-4">
        <EmptyState title="No runbooks yet">Put Markdown files into the runbooks folder and reload.</EmptyState>
      </div>
    );
  }
  return (
    <div className="grid content-start gap-2 p-4">
      <h2 className="font-semibold">Which runbook?</h2>
      <p className="text-mute">None fits the alert. The one you choose is pinned as it is now.</p>
      <TextInput
        type="search"
        data-room-search
        aria-label="Search runbooks"
        placeholder="Search runbooks"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <ul>
        {found.map((runbook) => (
          <li key={runbook.slug}>
            <button
              type="button"
              disabled={offBecause !== null || isPending}
              onClick={() => void act(() => pinRunbookAction({ incidentId: dto.incident.id, slug: runbook.slug }))}
              className="min-h-11 w-full rounded-md px-2 text-left hover:bg-raise"
            >
              {runbook.title}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
