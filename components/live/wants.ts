import { bellFrom, type StreamMessage } from "@/lib/features/timeline/schema";

/** A topic of the stream to the number of the last thing seen of it (a bell has none: 0). */
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
    case "library":
      return message.kind;
  }
}

/**
 * What a stream must carry when it is opened again for a tab that `asked` for more: what any tab still wants, from the
 * place reached, but a topic that is new to this tab from where the tab stands, if that is further back.
 */
export function wantsAfter(
  open: Wants,
  tab: { readonly before: Wants; readonly asked: Wants },
  all: Iterable<Wants>,
): Wants {
  const wants = new Map<string, number>();
  for (const [topic, after] of [...all].flatMap((each) => [...each])) {
    wants.set(topic, open.get(topic) ?? Math.min(after, wants.get(topic) ?? after));
  }
  for (const [topic, after] of tab.asked) {
    if (!tab.before.has(topic)) {
      wants.set(topic, Math.min(after, wants.get(topic) ?? after));
    }
  }
  return wants;
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
  const topics = [...wants].map(([topic, after]) => bellFrom(topic) ?? `${topic}@${after}`);
  return `/api/stream?topics=${encodeURIComponent(topics.join(","))}`;
}
