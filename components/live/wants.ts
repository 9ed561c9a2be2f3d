import type { StreamMessage } from "@/lib/features/timeline/schema";

/** A topic of the stream to the number of the last thing seen of it ("home" has none: 0). */
export type Wants = ReadonlyMap<string, number>;

/** The topic that a message belongs to. */
export function topicOf(message: StreamMessage): string {
  switch (message.kind) {
    case "event":
      return `incident:${message.event.timelineId}`;
    case "output":
      return `run:${message.runId}`;
    case "presence":
      return `incident:${message.incidentId}`;
    case "home":
      return "home";
  }
}

/** How far a message brings its topic; 0 when it carries no number. */
export function seqOf(message: StreamMessage): number {
  switch (message.kind) {
    case "event":
      return message.event.seq;
    case "output":
      return message.pieces.at(-1)?.seq ?? 0;
    case "presence":
    case "home":
      return 0;
  }
}

/** What one stream must carry for several tabs: every topic, from the earliest place any of them still needs. */
export function mergeWants(wants: Iterable<Wants>): Wants {
  const merged = new Map<string, number>();
  for (const tab of wants) {
    for (const [topic, after] of tab) {
      merged.set(topic, Math.min(after, merged.get(topic) ?? after));
    }
  }
  return merged;
}

/** True when the open stream (topic to place reached) cannot serve what a tab newly asks for. */
export function needsReopening(open: Wants, before: Wants, asked: Wants): boolean {
  return [...asked].some(([topic, after]) => {
    const reached = open.get(topic);
    const isNew = !before.has(topic);
    return reached === undefined || (isNew && after < reached);
  });
}

/** The address of a stream that carries `wants`. */
export function streamUrl(wants: Wants): string {
  const topics = [...wants].map(([topic, after]) => (topic === "home" ? topic : `${topic}@${after}`));
  return `/api/stream?topics=${encodeURIComponent(topics.join(","))}`;
}
