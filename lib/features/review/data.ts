import "server-only";
import { sha256 } from "@/lib/adapters/database/record-event";
import type { Database } from "@/lib/adapters/database/transaction";
import { verifyChain } from "@/lib/core/incident/hash-chain";
import { emptyRoom, foldRoom } from "@/lib/core/incident/room-state";
import type { Actor } from "@/lib/core/kernel/actor";
import { findIncident } from "@/lib/features/incident/data";
import { readRunbook } from "@/lib/features/runbook/data";
import { readChain, readEvents } from "@/lib/features/timeline/data";
import type { ReviewDto } from "./schema";

/** The review of one incident, made of its timeline alone. */
export async function readReview(database: Database, actor: Actor, number: number): Promise<ReviewDto> {
  const incident = await findIncident(database, actor, number);
  const [events, chain, runbook] = await Promise.all([
    readEvents(database, incident.id, 0),
    readChain(database, incident.id),
    incident.revisionHash === null ? null : readRunbook(database, incident.revisionHash),
  ]);
  const state = foldRoom(emptyRoom, events);
  const fault = verifyChain(sha256, chain);
  const since = (end: string | null) => secondsBetween(state.openedAt, end);
  return {
    number: incident.number,
    title: incident.title,
    runbookTitle: runbook?.title ?? null,
    cluster: incident.cluster,
    namespace: incident.namespace,
    workload: incident.workload,
    state,
    events,
    timeToAcknowledgeSeconds: since(state.acknowledgedAt),
    timeToMitigateSeconds: since(state.mitigatedAt),
    timeToResolveSeconds: since(state.resolvedAt),
    mttrTargetSeconds: runbook?.facts.mttrTargetSeconds?.value ?? null,
    checklist: (runbook?.facts.resolutionChecklist ?? []).map(({ id, text, mandatory }) => ({
      itemId: id,
      text,
      mandatory,
    })),
    followUps: [
      ...state.followUps.map(({ title, by }) => `${title} (noted by ${by})`),
      ...(runbook?.facts.followUps ?? []).map((line) => line.text),
    ],
    chain: {
      isIntact: fault === null,
      sentence: fault
        ? `Entry ${fault.seq} of the timeline does not verify (${fault.problem}).`
        : `All ${chain.length} entries of the timeline verify.`,
      head: chain.at(-1)?.hash ?? "",
    },
  };
}

function secondsBetween(start: string | null, end: string | null): number | null {
  return start === null || end === null ? null : (Date.parse(end) - Date.parse(start)) / 1000;
}
