import type { TimelineEvent } from "@/lib/core/incident/event";
import type { OutputPiece } from "@/lib/core/output/kept-output";

/** Who is looking at an incident right now. */
export type Presence = { readonly userId: string; readonly name: string };

export const bells = ["home", "library"] as const;
/** A topic that says only that something changed, not what. */
export type Bell = (typeof bells)[number];

/** A word as a bell; undefined when it is none. */
export function bellFrom(word: string): Bell | undefined {
  return bells.find((bell) => bell === word);
}

/**
 * What GET /api/stream sends, as SSE `data:` JSON, multiplexed over all topics of one browser.
 *
 * Query: `topics` = comma-separated; `incident:<id>@<seq>` (events after seq), `run:<id>@<seq>` (output after seq),
 * and the bells, which have no number: `home` (something changed), `library` (a runbook, or whatever else belongs to
 * no incident). The SSE `id` holds the positions of all topics, so that `Last-Event-ID` resumes every one of them.
 */
export type StreamMessage =
  | { readonly kind: "event"; readonly event: TimelineEvent }
  | { readonly kind: "output"; readonly runId: string; readonly pieces: readonly OutputPiece[] }
  | { readonly kind: "presence"; readonly incidentId: string; readonly people: readonly Presence[] }
  | { readonly kind: Bell };

/** How far a message brings its topic; 0 when it carries no number. */
export function seqOf(message: StreamMessage): number {
  switch (message.kind) {
    case "event":
      return message.event.seq;
    case "output":
      return message.pieces.at(-1)?.seq ?? 0;
    case "presence":
    case "home":
    case "library":
      return 0;
  }
}
