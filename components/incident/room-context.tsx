"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { type LiveIncident, useLiveIncident } from "@/components/live/use-live-incident";
import { type ChecklistSection, type ChecklistStep, checklistOf } from "@/lib/core/checklist/checklist";
import { stepPartQuery } from "@/lib/features/incident/queries";
import type { RoomDto } from "@/lib/features/incident/schema";
import { placeOf, type RunLink, roomLink, stepLink } from "./room-link";
import { isSettled, type StepView, sectionsOutOfPlay, stepView } from "./step-state";

export type RoomLine = { readonly line: ChecklistStep; readonly view: StepView };
export type RoomSection = {
  readonly section: ChecklistSection["section"];
  readonly isOut: boolean;
  readonly lines: readonly RoomLine[];
};

type Room = LiveIncident & {
  readonly dto: RoomDto;
  readonly sections: readonly RoomSection[];
  /** Lines that j and k go through: what is out of play is left out. */
  readonly lines: readonly RoomLine[];
  readonly selected: RoomLine | undefined;
  readonly select: (stepId: string) => void;
  readonly advance: (from: string, to: string) => void;
  /** The run, and the line of its output, that the address names. */
  readonly link: RunLink | null;
  readonly openLink: (link: RunLink) => void;
  /** Why the viewer cannot change anything; null when they can. */
  readonly offBecause: string | null;
};

const RoomContext = createContext<Room | null>(null);

/** The room that the surrounding page shows. */
export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (!room) {
    throw new Error("useRoom needs a RoomProvider around it");
  }
  return room;
}

/** Holds one incident: what the page came with, what has happened since, and which step is looked at. */
export function RoomProvider({ dto, children }: { readonly dto: RoomDto; readonly children: ReactNode }) {
  const live = useLiveIncident(dto.incident.id, dto.events);
  const sections = useMemo(() => roomSections(dto, live), [dto, live]);
  const lines = useMemo(() => sections.flatMap((part) => (part.isOut ? [] : part.lines)), [sections]);
  const { chosen, ...place } = usePlace(live.state.runs);
  useRunbookRefresh(dto, live);
  const all = sections.flatMap((part) => part.lines);
  const isHere = chosen === null || all.some(({ line }) => line.step.id === chosen);
  usePartOf(dto, isHere ? null : chosen);
  // Chosen once: what somebody looks at does not change because something happened elsewhere.
  const [first] = useState(() => lines.find(({ view }) => !isSettled(view.status))?.line.step.id);
  const room: Room = {
    ...live,
    dto,
    sections,
    lines,
    ...place,
    selected:
      all.find(({ line }) => line.step.id === (chosen ?? first)) ??
      lines.find(({ view }) => !isSettled(view.status)) ??
      lines.at(0),
    offBecause: offBecause(dto, live),
  };
  return <RoomContext value={room}>{children}</RoomContext>;
}

/**
 * The step that somebody chose, or the line of an output, mirrored behind the address's `#` so that a link leads to it.
 * Not in the query: the router would build the page anew for each answer of an action.
 */
function usePlace(runs: LiveIncident["state"]["runs"]) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [link, setLink] = useState<RunLink | null>(null);
  const stepOfLink = (link && runs[link.runId]?.stepId) ?? null;
  useEffect(() => {
    const read = (address: string) => {
      const place = placeOf(new URL(address).hash);
      setLink(place.run);
      setChosen((now) => place.stepId ?? now);
    };
    // Not from the window's address: on a busy page the router puts the one before back first.
    const follow = (event: HashChangeEvent) => read(event.newURL);
    read(window.location.href);
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    if (stepOfLink !== null) {
      setChosen(stepOfLink);
    }
  }, [stepOfLink]);
  useEffect(() => {
    const hash = link ? roomLink(link) : chosen === null ? null : stepLink(chosen);
    if (hash !== null) {
      window.history.replaceState(null, "", hash);
    }
  }, [chosen, link]);
  const select = useCallback((stepId: string) => {
    setLink(null);
    setChosen(stepId);
  }, []);
  /** Goes on from a step that was dealt with, unless the person has gone elsewhere meanwhile. */
  const advance = useCallback((from: string, to: string) => {
    setLink(null);
    setChosen((now) => (now === null || now === from ? to : now));
  }, []);
  return { chosen, select, advance, link, openLink: setLink };
}

function roomSections(dto: RoomDto, { state }: LiveIncident): readonly RoomSection[] {
  if (!dto.runbook) {
    return [];
  }
  const out = sectionsOutOfPlay(dto.runbook.sections, state.branches);
  // The points of the resolution checklist are signed, not ticked: they have their own place.
  const signed = new Set(dto.runbook.facts.resolutionChecklist.map((point) => point.lines.start));
  return checklistOf(dto.runbook)
    .map(({ section, steps }) => ({ section, steps: steps.filter(({ step }) => !signed.has(step.lines.start)) }))
    .filter(({ steps }) => steps.length > 0)
    .map(({ section, steps }) => {
      const isOut = out.has(section.id);
      return { section, isOut, lines: steps.map((line) => ({ line, view: stepView(line, state, isOut) })) };
    });
}

function offBecause(dto: RoomDto, { state }: LiveIncident): string | null {
  if (!dto.may.operate) {
    return "Your role may look, not change: ask an admin to make you a responder";
  }
  return state.status === "closed" ? "The incident is closed" : null;
}

/** A step that the address names may stand in another part of a long checklist: goes there. */
function usePartOf({ incident, part }: RoomDto, stepId: string | null): void {
  const router = useRouter();
  const isElsewhere = stepId !== null && part !== null;
  const { data } = useQuery({ ...stepPartQuery(incident.number, stepId ?? ""), enabled: isElsewhere });
  const found = isElsewhere ? (data?.part ?? null) : null;
  useEffect(() => {
    if (found !== null) {
      router.replace(`?part=${found}${window.location.hash}`);
    }
  }, [found, router]);
}

/** Another runbook was pinned: its text comes with the page, so the page is read again. */
function useRunbookRefresh(dto: RoomDto, { state }: LiveIncident): void {
  const router = useRouter();
  const pinned = state.runbook?.hash ?? null;
  const pinnedAtLoad = useMemo(
    () => dto.events.findLast((event) => event.kind === "incident.runbook-pinned")?.payload?.hash ?? null,
    [dto],
  );
  useEffect(() => {
    if (pinned !== pinnedAtLoad) {
      router.refresh();
    }
  }, [pinned, pinnedAtLoad, router]);
}
