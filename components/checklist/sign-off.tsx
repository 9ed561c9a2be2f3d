"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { ClusterStrip } from "@/components/incident/cluster-strip";
import { ResolveDialog } from "@/components/incident/resolve-dialog";
import { RoomProvider, useRoom } from "@/components/incident/room-context";
import { Button } from "@/components/ui/button";
import { ElapsedClock } from "@/components/ui/clock";
import { EmptyState } from "@/components/ui/empty-state";
import { SeverityTag } from "@/components/ui/severity-tag";
import { signOffBlockers } from "@/lib/core/checklist/checklist";
import { isOpen } from "@/lib/core/incident/incident";
import { itemChecksQuery } from "@/lib/features/checklist/queries";
import type { RoomDto } from "@/lib/features/incident/schema";
import { SignOffItem } from "./sign-off-item";

/** The page on which an incident's end is signed: each point, what it rests on, and by whom. */
export function SignOff({ room }: { readonly room: RoomDto }) {
  return (
    <RoomProvider dto={room}>
      <ClusterStrip colour={room.incident.clusterColour} />
      <SignOffColumn />
    </RoomProvider>
  );
}

function SignOffColumn() {
  const { dto, state, offBecause } = useRoom();
  const [isResolving, setIsResolving] = useState(false);
  const { incident } = dto;
  const points = dto.runbook?.facts.resolutionChecklist ?? [];
  const checks = useQuery({ ...itemChecksQuery(incident.number), enabled: points.some((point) => point.check) });
  const blockers = signOffBlockers(points, state.items);
  return (
    <main className="mx-auto grid max-w-3xl gap-5 px-4 py-6">
      <header className="grid gap-1.5">
        <p>
          <Link
            href={`/incidents/${incident.number}`}
            className="inline-flex min-h-(--control) items-center text-accent"
          >
            ← War room
          </Link>
        </p>
        <h1 className="flex flex-wrap items-center gap-2.5 text-xl font-semibold">
          <SeverityTag severity={state.severity} />
          Sign-off of INC-{incident.number}
        </h1>
        <p className="text-mute">
          {incident.title} · {incident.namespace} / {incident.workload} on {incident.cluster} ·{" "}
          <ElapsedClock since={incident.openedAt} until={state.resolvedAt} /> · {state.status}
        </p>
      </header>
      {points.length === 0 ? (
        <EmptyState title="This runbook has no resolution checklist">
          The incident can be resolved as it is; say in the statement what ended it.
        </EmptyState>
      ) : (
        <ol className="overflow-hidden rounded-lg border border-line bg-pane">
          {points.map((point) => (
            <SignOffItem
              key={point.id}
              point={point}
              check={checks.data?.find((known) => known.itemId === point.id)}
              problem={checks.error?.message ?? null}
            />
          ))}
        </ol>
      )}
      <footer className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 text-mute">{footText(blockers.length, state.status)}</p>
        {isOpen(state.status) ? (
          <Button
            look="primary"
            offBecause={offBecause ?? (blockers.length > 0 ? "Sign the open points first" : null)}
            onClick={() => setIsResolving(true)}
          >
            Resolve the incident…
          </Button>
        ) : (
          <Link
            href={`/incidents/${incident.number}/review`}
            className="inline-flex min-h-(--control) items-center text-accent underline"
          >
            Read the review
          </Link>
        )}
      </footer>
      <ResolveDialog isOpen={isResolving} onClose={() => setIsResolving(false)} />
    </main>
  );
}

function footText(open: number, status: string): string {
  if (status === "resolved" || status === "closed") {
    return `The incident is ${status}.`;
  }
  return open === 0 ? "Nothing is open." : `${open === 1 ? "1 point is" : `${open} points are`} still open.`;
}
