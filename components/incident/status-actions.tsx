"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { Button, buttonClass } from "@/components/ui/button";
import type { IncidentStatus } from "@/lib/core/incident/incident";
import {
  acknowledgeIncidentAction,
  closeIncidentAction,
  mitigateIncidentAction,
  reopenIncidentAction,
} from "@/lib/features/incident/actions";
import { ReasonDialog } from "./reason-dialog";
import { ResolveDialog } from "./resolve-dialog";
import { useRoom } from "./room-context";

type Window = "resolve" | "reopen" | null;

/** The one or two moves that the incident's status allows, the usual one first. */
export function StatusActions() {
  const { dto, state, offBecause } = useRoom();
  const { act, isPending } = useAct();
  const [open, setOpen] = useState<Window>(null);
  const incidentId = dto.incident.id;
  const off = offBecause ?? (isPending ? "Being sent" : null);
  const offClose = dto.may.command ? null : "Only a commander can close an incident";
  const close = () => setOpen(null);
  const moves: Record<IncidentStatus, ReactNode> = {
    open: (
      <>
        <Button
          look="primary"
          offBecause={off}
          onClick={() => void act(() => acknowledgeIncidentAction({ incidentId }))}
        >
          Acknowledge
        </Button>
        <Button className="max-sm:hidden" offBecause={off} onClick={() => setOpen("resolve")}>
          Resolve…
        </Button>
      </>
    ),
    acknowledged: (
      <>
        <Button offBecause={off} onClick={() => void act(() => mitigateIncidentAction({ incidentId }))}>
          Mitigated
        </Button>
        <Button offBecause={off} onClick={() => setOpen("resolve")}>
          Resolve…
        </Button>
      </>
    ),
    mitigated: (
      <Button look="primary" offBecause={off} onClick={() => setOpen("resolve")}>
        Resolve…
      </Button>
    ),
    resolved: (
      <>
        <Link href={`/incidents/${dto.incident.number}/review`} className={buttonClass("primary")}>
          Review
        </Link>
        <Button offBecause={off} onClick={() => setOpen("reopen")}>
          Reopen…
        </Button>
        <Button
          className="max-sm:hidden"
          offBecause={off ?? offClose}
          onClick={() => void act(() => closeIncidentAction({ incidentId }))}
        >
          Close
        </Button>
      </>
    ),
    closed: (
      <Link href={`/incidents/${dto.incident.number}/review`} className={buttonClass("primary")}>
        Review
      </Link>
    ),
  };
  return (
    <div className="flex gap-2 max-lg:order-3 max-lg:ml-auto">
      {moves[state.status]}
      <ResolveDialog isOpen={open === "resolve"} onClose={close} />
      <ReasonDialog
        title="Reopen the incident"
        label="Why is it not over?"
        button="Reopen"
        isOpen={open === "reopen"}
        onClose={close}
        onGive={(because) => reopenIncidentAction({ incidentId, because })}
      />
    </div>
  );
}
