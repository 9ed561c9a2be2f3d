"use client";

import { useState } from "react";
import { MemoryPanelView } from "@/components/metrics/memory-panel-view";
import { TimelinePane } from "@/components/timeline/timeline-pane";
import { panelId, Tabs } from "@/components/ui/tabs";
import type { RoomDto } from "@/lib/features/incident/schema";
import { ChecklistPane } from "./checklist-pane";
import { ClusterStrip } from "./cluster-strip";
import { RoomProvider, useRoom } from "./room-context";
import { RoomHeader } from "./room-header";
import { RoomKeys } from "./room-keys";
import { StepPane } from "./step-pane";

const panes = [
  { name: "steps", label: "Steps" },
  { name: "step", label: "Step" },
  { name: "graph", label: "Graph" },
  { name: "timeline", label: "Timeline" },
] as const;
type Pane = (typeof panes)[number]["name"];

/** One incident on one screen: checklist, current step with its graph, timeline. The three panes never move. */
export function WarRoom({ room }: { readonly room: RoomDto }) {
  return (
    <RoomProvider dto={room}>
      <RoomFrame />
    </RoomProvider>
  );
}

function RoomFrame() {
  const { dto, sections } = useRoom();
  const [pane, setPane] = useState<Pane>("step");
  const waiting = sections.flatMap((part) => part.lines).filter(({ view }) => view.status === "waiting").length;
  const tabs = panes.map((tab) => (tab.name === "steps" ? { ...tab, count: waiting } : tab));
  const shown = (name: Pane) => (pane === name ? "" : "max-lg:hidden");
  return (
    <div className="grid h-dvh grid-rows-[auto_auto_minmax(0,1fr)_auto] overflow-hidden">
      <ClusterStrip colour={dto.incident.clusterColour} />
      <RoomHeader />
      <main className="grid min-h-0 lg:grid-cols-[18rem_minmax(0,1fr)_18rem] xl:grid-cols-[19.5rem_minmax(0,1fr)_20.25rem]">
        <section
          id={panelId("steps")}
          aria-label="Checklist"
          className={`min-h-0 overflow-y-auto border-line bg-pane lg:border-r ${shown("steps")}`}
        >
          <ChecklistPane onChoose={() => setPane("step")} />
        </section>
        <div className={`flex min-h-0 min-w-0 flex-col ${pane === "step" || pane === "graph" ? "" : "max-lg:hidden"}`}>
          <section
            id={panelId("graph")}
            aria-label="Memory"
            className={`border-line max-lg:flex-1 max-lg:overflow-y-auto lg:border-b ${shown("graph")}`}
          >
            <MemoryPanelView />
          </section>
          <section id={panelId("step")} aria-label="Step" className={`min-h-0 flex-1 ${shown("step")}`}>
            <StepPane />
          </section>
        </div>
        <section
          id={panelId("timeline")}
          aria-label="Timeline"
          className={`min-h-0 border-line bg-pane lg:border-l ${shown("timeline")}`}
        >
          <TimelinePane />
        </section>
      </main>
      <div className="h-14 border-t border-line bg-pane pb-[env(safe-area-inset-bottom)] lg:hidden">
        <Tabs label="Panes" tabs={tabs} chosen={pane} onChoose={setPane} />
      </div>
      <RoomKeys />
    </div>
  );
}
