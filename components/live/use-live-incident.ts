"use client";

import { useEffect, useReducer } from "react";
import type { TimelineEvent } from "@/lib/core/incident/event";
import { emptyRoom, foldRoom, type RoomState } from "@/lib/core/incident/room-state";
import type { Presence, StreamMessage } from "@/lib/features/timeline/schema";
import { useLiveClient } from "./live-provider";

export type LiveIncident = {
  readonly events: readonly TimelineEvent[];
  readonly state: RoomState;
  readonly presence: readonly Presence[];
};

/** The incident as it is now: the events the page came with, and everything that has happened since. */
export function useLiveIncident(incidentId: string, initial: readonly TimelineEvent[]): LiveIncident {
  const client = useLiveClient();
  const [live, receive] = useReducer(afterMessage, initial, startingWith);
  const startSeq = initial.at(-1)?.seq ?? 0;
  useEffect(() => client?.listen(`incident:${incidentId}`, startSeq, receive), [client, incidentId, startSeq]);
  return live;
}

function startingWith(events: readonly TimelineEvent[]): LiveIncident {
  return { events, state: foldRoom(emptyRoom, events), presence: [] };
}

function afterMessage(live: LiveIncident, message: StreamMessage): LiveIncident {
  if (message.kind === "presence") {
    return { ...live, presence: message.people };
  }
  if (message.kind !== "event" || message.event.seq <= live.state.seq) {
    return live;
  }
  return { ...live, events: [...live.events, message.event], state: foldRoom(live.state, [message.event]) };
}
