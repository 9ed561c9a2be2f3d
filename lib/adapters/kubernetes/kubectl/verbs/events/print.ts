import "server-only";
import { interval } from "../../describe/events";
import { corePath, tryList } from "../../describe/list";
import type { Flags } from "../../flags";
import { goSort } from "../../go/sort";
import { metadataShape, type StructShape } from "../../go/struct-json";
import type { Invocation } from "../../invocation";
import { type KubeObject, member, textAt } from "../../objects";
import type { Output } from "../../output/formats";
import { printerOf } from "../../output/printer";
import { listFailure, resolveType } from "../../resources";
import { alignColumns } from "../../table";
import type { EventChoice } from "./select";

const DEFAULT_CHUNK_SIZE = 500;

export type EventPrinting = { readonly flags: Flags; readonly output: Output | null; readonly choice: EventChoice };

const referenceShape: StructShape = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];
export const eventShape: StructShape = [
  "kind",
  "apiVersion",
  ["metadata", metadataShape],
  ["involvedObject", referenceShape],
  "reason",
  "message",
  ["source", ["component", "host"]],
  "firstTimestamp",
  "lastTimestamp",
  "count",
  "type",
  "eventTime",
  ["series", ["count", "lastObservedTime"]],
  "action",
  ["related", referenceShape],
  "reportingComponent",
  "reportingInstance",
];
const eventListShape: StructShape = ["kind", "apiVersion", "metadata", ["items", eventShape]];

/** Prints all chosen events, the one seen last at the end. */
export async function printEvents(call: Invocation, { flags, output, choice }: EventPrinting): Promise<number> {
  const found = (await listEvents(call, choice, flags)).filter((event) => choice.isChosen(event));
  if (found.length === 0) {
    const place = choice.namespace === null ? "." : ` in ${choice.namespace} namespace.`;
    call.io.write("stderr", `No events found${place}\n`);
    return 0;
  }
  const sorted = goSort(found, (a, b) => lastSeen(a) < lastSeen(b));
  if (output?.name === "name") {
    // kubectl cannot print the names of its own list, and says nothing of it.
    return 0;
  }
  if (output !== null) {
    const items = sorted.map((event) => ({ apiVersion: "v1", kind: "Event", ...event }));
    const print = printerOf(output, flags, eventListShape);
    call.out(print({ apiVersion: "v1", items, kind: "EventList", metadata: {} }));
    return 0;
  }
  const header = flags.has("no-headers") ? [] : [eventHeader(choice)];
  call.out(alignColumns([...header, ...sorted.map((event) => eventRow(event, choice, call.now()))]));
  return 0;
}

async function listEvents(call: Invocation, choice: EventChoice, flags: Flags): Promise<readonly KubeObject[]> {
  call.check({ namespace: choice.namespace, risk: "read", description: "events" });
  const chunkSize = Number(flags.get("chunk-size") ?? DEFAULT_CHUNK_SIZE);
  const { fieldSelector } = choice;
  const listing = {
    path: corePath("events", choice.namespace ?? undefined),
    ...(fieldSelector !== "" && { fieldSelector }),
  };
  const { items, refused } = await tryList(listing, { call, chunkSize });
  if (refused) {
    throw listFailure(refused, await resolveType(call, "events"), { labels: "", fields: fieldSelector });
  }
  return items;
}

/** Microseconds: what came last in a series, else what was said last, else the time of the one event. */
function lastSeen(event: KubeObject): number {
  const text =
    textAt(event, "series", "lastObservedTime") || textAt(event, "lastTimestamp") || textAt(event, "eventTime");
  const micros = /\.\d{3}(\d{3})/.exec(text)?.[1] ?? "0";
  return text === "" ? Number.MIN_SAFE_INTEGER : Date.parse(text) * 1_000 + Number(micros);
}

export function eventHeader({ namespace }: EventChoice): readonly string[] {
  return [...(namespace === null ? ["NAMESPACE"] : []), "LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];
}

/** One event as a row of the table. */
export function eventRow(event: KubeObject, { namespace }: EventChoice, now: Date): readonly string[] {
  const subject = member(event, "involvedObject");
  return [
    ...(namespace === null ? [event.metadata.namespace ?? ""] : []),
    interval(event, now),
    cell(textAt(event, "type")),
    cell(textAt(event, "reason")),
    `${cell(textAt(subject, "kind"))}/${cell(textAt(subject, "name"))}`,
    cell(textAt(event, "message").trim()),
  ];
}

/** A cell ends where its first line does; what would steer a terminal is shown as `^[`. */
function cell(text: string): string {
  const [line = ""] = text.split(/[\f\n\r]/);
  const shown = line.replaceAll("\u001b", "^[");
  return line.length < text.length ? `${shown}...` : shown;
}
