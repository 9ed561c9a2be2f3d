import type { TimelineEvent } from "@/lib/core/incident/event";
import type { RoomState } from "@/lib/core/incident/room-state";

/** The post-incident review: made of facts only. Durations in seconds; null when it did not happen. */
export type ReviewDto = {
  readonly number: number;
  readonly title: string;
  readonly runbookTitle: string | null;
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  readonly state: RoomState;
  readonly events: readonly TimelineEvent[];
  readonly timeToAcknowledgeSeconds: number | null;
  readonly timeToMitigateSeconds: number | null;
  readonly timeToResolveSeconds: number | null;
  readonly mttrTargetSeconds: number | null;
  readonly checklist: readonly { readonly itemId: string; readonly text: string; readonly mandatory: boolean }[];
  readonly followUps: readonly string[];
  /** "verified", or which event breaks the chain. */
  readonly chain: { readonly isIntact: boolean; readonly sentence: string; readonly head: string };
};
