"use client";

import { useState } from "react";
import { useAct } from "@/components/action/use-act";
import { ReasonDialog } from "@/components/incident/reason-dialog";
import { useRoom } from "@/components/incident/room-context";
import { Button } from "@/components/ui/button";
import { ClockTime } from "@/components/ui/clock";
import { StatusIcon } from "@/components/ui/status-icon";
import type { SignOffVerdict } from "@/lib/core/incident/event";
import type { ItemMark } from "@/lib/core/incident/room-state";
import type { ChecklistItem } from "@/lib/core/runbook/facts/facts";
import { signItemAction, withdrawItemAction } from "@/lib/features/checklist/actions";
import type { ItemCheck } from "@/lib/features/checklist/schema";
import { checkColours, checkWords, itemStatus, signedWords } from "./item-words";

/** One point: its words, what the machine sees, and the signature of a person. */
export function SignOffItem({
  point,
  check,
  problem,
}: {
  readonly point: ChecklistItem;
  readonly check: ItemCheck | undefined;
  readonly problem: string | null;
}) {
  const { state } = useRoom();
  const mark = state.items[point.id];
  return (
    <li className="grid gap-x-3 gap-y-2 border-line px-4 py-3 not-first:border-t grid-cols-[1rem_minmax(0,1fr)]">
      <span className="pt-0.5">
        <StatusIcon status={itemStatus(mark)} isWordHidden />
      </span>
      <div className="grid min-w-0 gap-2">
        <p className="font-medium">
          {point.text}
          {point.mandatory ? null : <span className="font-normal text-faint"> (optional)</span>}
        </p>
        {point.check ? (
          <p className={check ? checkColours[check.verdict] : "text-faint"} role="status">
            {problem ? `live check: could not be read. ${problem}` : checkWords(check)}
          </p>
        ) : (
          <p className="text-faint">No machine can tell: a person signs for it.</p>
        )}
        {mark ? <Signature point={point} mark={mark} /> : <SignButtons point={point} check={check} />}
      </div>
    </li>
  );
}

function Signature({ point, mark }: { readonly point: ChecklistItem; readonly mark: ItemMark }) {
  const { dto, offBecause } = useRoom();
  const { act, isPending } = useAct();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-mute">
      <p className="min-w-0 flex-1">
        {signedWords[mark.verdict]} by <b className="font-semibold text-ink">{mark.by}</b>, <ClockTime at={mark.at} />
        {mark.statement ? `: ${mark.statement}` : ""}
        {mark.check ? <span className="block text-sm text-faint">The check said then: {mark.check}</span> : null}
      </p>
      <Button
        look="quiet"
        offBecause={offBecause ?? (isPending ? "Being sent" : null)}
        onClick={() => void act(() => withdrawItemAction({ incidentId: dto.incident.id, itemId: point.id }))}
      >
        Withdraw
      </Button>
    </div>
  );
}

function SignButtons({ point, check }: { readonly point: ChecklistItem; readonly check: ItemCheck | undefined }) {
  const { dto, offBecause } = useRoom();
  const { act, isPending } = useAct();
  const [asked, setAsked] = useState<Exclude<SignOffVerdict, "done"> | null>(null);
  const off = offBecause ?? (isPending ? "Being sent" : null);
  const isAgainstCheck = check !== undefined && check.verdict !== "passed";
  const sign = (verdict: SignOffVerdict, statement: string) =>
    signItemAction({ incidentId: dto.incident.id, itemId: point.id, verdict, statement });
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        look={isAgainstCheck ? "plain" : "primary"}
        offBecause={off}
        onClick={() => void act(() => sign("done", ""))}
      >
        {isAgainstCheck ? "Sign against the check" : "Sign"}
      </Button>
      <Button offBecause={off} onClick={() => setAsked("not-applicable")}>
        Not applicable…
      </Button>
      <Button look="quiet" offBecause={off} onClick={() => setAsked("waived")}>
        Waive…
      </Button>
      <ReasonDialog
        title={asked === "waived" ? "Waive this point" : "This point does not apply"}
        label="Why?"
        button={asked === "waived" ? "Waive" : "Not applicable"}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        onGive={(statement) => sign(asked ?? "waived", statement)}
      />
    </div>
  );
}
