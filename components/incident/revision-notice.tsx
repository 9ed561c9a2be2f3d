"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { useLibraryChange } from "@/components/live/use-library-change";
import { TextChangeView } from "@/components/runbook/text-change-view";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { moveToRevisionAction } from "@/lib/features/incident/actions";
import { revisionNewsQuery } from "@/lib/features/incident/queries";
import type { RevisionNews } from "@/lib/features/incident/schema";
import { useRoom } from "./room-context";

/**
 * Says that the runbook's file has a newer text than the one this incident follows, as soon as it has. It stands at the
 * foot of the checklist, so that nothing moves under somebody's thumb.
 */
export function RevisionNotice() {
  const { dto, state } = useRoom();
  const [isOpen, setIsOpen] = useState(false);
  const queryClient = useQueryClient();
  const query = revisionNewsQuery(dto.incident.number, state.runbook?.hash ?? "");
  const { data: news } = useQuery(query);
  useLibraryChange(() => void queryClient.invalidateQueries({ queryKey: query.queryKey }));
  useArrival(news);
  if (!news) {
    return null;
  }
  return (
    <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-pane px-4 py-2 text-sm">
      <span className="text-warn">The runbook changed since this incident opened.</span>
      <Button onClick={() => setIsOpen(true)}>See what changed…</Button>
      <Dialog title="What changed in the runbook" isOpen={isOpen} onClose={() => setIsOpen(false)} isWide>
        <Move news={news} onClose={() => setIsOpen(false)} />
      </Dialog>
    </div>
  );
}

/** Says so too where the checklist is not in sight, when a change comes while somebody works. */
function useArrival(news: RevisionNews | null | undefined): void {
  const say = useToast();
  const known = useRef<string | null | undefined>(undefined);
  const to = news === undefined ? undefined : (news?.to ?? null);
  useEffect(() => {
    if (to !== undefined && to !== null && known.current !== undefined && known.current !== to) {
      say("The runbook changed: the foot of the checklist shows what.");
    }
    known.current = to;
  }, [to, say]);
}

function Move({ news, onClose }: { readonly news: RevisionNews; readonly onClose: () => void }) {
  const { dto, offBecause } = useRoom();
  const { act, isPending } = useAct();
  const { from, to, change, lostSteps } = news;
  const move = async () => {
    if (await act(() => moveToRevisionAction({ incidentId: dto.incident.id, from, to }))) {
      onClose();
    }
  };
  return (
    <div className="grid gap-3">
      <TextChangeView change={change} />
      <p className="text-mute">
        {lostSteps.length === 0
          ? "Every settled step is in the new text too: it stays settled."
          : `No longer in it, though settled: ${lostSteps.join("; ")}. The timeline keeps them.`}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep the text it opened with</Button>
        <Button
          look="primary"
          offBecause={offBecause ?? (isPending ? "Being moved" : null)}
          onClick={() => void move()}
        >
          Move this incident to the new text
        </Button>
      </div>
    </div>
  );
}
