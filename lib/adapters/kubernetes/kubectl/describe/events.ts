import "server-only";
import { ageOf } from "../durations";
import { goSort } from "../go/sort";
import { type KubeObject, member, textAt } from "../objects";
import { corePath, tryList } from "./list";
import type { Viewing } from "./viewing";

/** What the events of an object are found by. Without a kind, those of any. */
export type EventSubject = {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly kind?: string | undefined;
  readonly uid?: string | undefined;
};

/** The Events block of `describe`: oldest first, repeats as "5m (x3 over 10m)". Nothing when events are not shown. */
export async function eventLines({ kind, metadata }: KubeObject, viewing: Viewing): Promise<string> {
  return viewing.showEvents
    ? eventTable(await eventsOf({ ...subjectOf(metadata), kind }, viewing), viewing.call.now())
    : "";
}

export function subjectOf({ name, namespace, uid }: KubeObject["metadata"]): EventSubject {
  return { name, namespace, uid };
}

/** The events of one subject; none when they may not be read. */
export async function eventsOf(
  { name, namespace = "", kind, uid }: EventSubject,
  viewing: Viewing,
): Promise<readonly KubeObject[]> {
  const terms = [
    `involvedObject.name=${name}`,
    `involvedObject.namespace=${namespace}`,
    ...(kind ? [`involvedObject.kind=${kind}`] : []),
    ...(uid ? [`involvedObject.uid=${uid}`] : []),
  ];
  return (await tryList({ path: corePath("events", namespace), fieldSelector: terms.join(",") }, viewing)).items;
}

/** The block for events that were found. */
export function eventTable(events: readonly KubeObject[], now: Date): string {
  if (events.length === 0) {
    return "Events:\t<none>\n";
  }
  const rows = goSort(events, isEarlier).map((event) => {
    const source = textAt(event, "source", "component") || textAt(event, "reportingComponent");
    const part = textAt(event, "involvedObject", "fieldPath");
    const message = textAt(event, "message").trim();
    return `  ${textAt(event, "type")}\t${textAt(event, "reason")}\t${interval(event, now)}\t${source}\t${part ? `${part}: ` : ""}${message}\n`;
  });
  return `Events:\n  Type\tReason\tAge\tFrom\tMessage\n  ----\t------\t----\t----\t-------\n${rows.join("")}`;
}

function isEarlier(a: KubeObject, b: KubeObject): boolean {
  return (Date.parse(textAt(a, "lastTimestamp")) || 0) < (Date.parse(textAt(b, "lastTimestamp")) || 0);
}

/** When an event was seen last, and how often: `5m (x3 over 10m)`. */
export function interval(event: KubeObject, now: Date): string {
  const first = ageOf(textAt(event, "eventTime") || textAt(event, "firstTimestamp"), now);
  const series = member(event, "series");
  if (series !== undefined && series !== null) {
    return `${ageOf(textAt(series, "lastObservedTime"), now)} (x${textAt(series, "count") || "0"} over ${first})`;
  }
  const count = Number(member(event, "count") ?? 0);
  return count > 1 ? `${ageOf(textAt(event, "lastTimestamp"), now)} (x${count} over ${first})` : first;
}
