import type { TimelineEvent } from "@/lib/core/incident/event";

/** One piece of a run's output. `seq` counts from 1 within the run. */
export type OutputPiece = { readonly seq: number; readonly stream: "stdout" | "stderr"; readonly text: string };

/** Who is looking at an incident right now. */
export type Presence = { readonly userId: string; readonly name: string };

/**
 * What GET /api/stream sends, as SSE `data:` JSON, multiplexed over all topics of one browser.
 *
 * Query: `topics` = comma-separated; `incident:<id>@<seq>` (events after seq), `run:<id>@<seq>` (output after seq),
 * `home` (a change of any incident one may read). The SSE `id` holds the positions of all topics, so that
 * `Last-Event-ID` resumes every one of them.
 */
export type StreamMessage =
  | { readonly kind: "event"; readonly event: TimelineEvent }
  | { readonly kind: "output"; readonly runId: string; readonly pieces: readonly OutputPiece[] }
  | { readonly kind: "presence"; readonly incidentId: string; readonly people: readonly Presence[] }
  | { readonly kind: "home" };
