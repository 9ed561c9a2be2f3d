import "server-only";
import type { ApiRequest } from "../../connection";
import { goDurationSeconds } from "../durations";
import { CommandFailure, serverFailure } from "../failure";
import type { Flags } from "../flags";
import type { Invocation } from "../invocation";
import { linesOf } from "../lines";
import { member, textAt } from "../objects";
import type { Output } from "../output/formats";
import { type Printer, printerOf } from "../output/printer";
import { type ResourceSelection, resourcePath } from "../resources";
import { createTabWriter } from "../tab-writer";
import { readTable, type ServerTable, TABLE, type TableView, tableRows } from "../table";
import { fetchAll, placeOf, sayFailures } from "./fetch";
import { objectsOf } from "./print-objects";
import { viewOf } from "./print-tables";

type Watching = { readonly flags: Flags; readonly output: Output | null };

/** `kubectl get -w`: what there is, then each change as it comes, until the run is stopped. */
export async function watch(
  selections: readonly ResourceSelection[],
  { flags, output }: Watching,
  call: Invocation,
): Promise<number> {
  const [selection, ...more] = selections;
  if (!selection || more.length > 0 || selection.names.length > 1) {
    throw new CommandFailure("error: you may only specify a single resource type");
  }
  const isTable = output === null || output.name === "wide";
  const accept = isTable ? TABLE : "application/json";
  const fetched = await fetchAll([selection], { flags, accept }, call);
  if (sayFailures(fetched, call) !== 0) {
    return 1;
  }
  const bodies = fetched.flatMap(({ bodies }) => bodies);
  const show = isTable ? tableShow(selection, flags, call) : objectShow(printerOf(output, flags), call);
  const withEvents = flags.has("output-watch-events");
  if (!flags.has("watch-only")) {
    for (const body of bodies) {
      show(body, withEvents ? "ADDED" : null);
    }
  }
  const version = textAt(member(bodies.at(-1), "metadata"), "resourceVersion");
  await follow({ selection, flags, accept, version }, (type, object) => show(object, withEvents ? type : null), call);
  return 0;
}

type Show = (body: unknown, event: string | null) => void;

function objectShow(print: Printer, call: Invocation): Show {
  return (body, event) => {
    for (const object of objectsOf(body)) {
      call.out(print(event === null ? object : { type: event, object }));
    }
  };
}

/** Columns keep the widths they once had, so that later rows stand under the first ones. */
function tableShow({ type }: ResourceSelection, flags: Flags, call: Invocation): Show {
  // A column of events is wide enough for "MODIFIED".
  const write = createTabWriter(flags.has("output-watch-events") ? [11] : []);
  const view = viewOf(type, flags, flags.has("show-kind"));
  let columns: ServerTable["columnDefinitions"] | null = null;
  return (body, event) => {
    const table = readTable(body);
    if (!table || (table.rows.length === 0 && columns === null)) {
      return;
    }
    const hasHeaders: boolean = columns === null && view.hasHeaders;
    columns ??= table.columnDefinitions;
    const rows = tableRows({ ...table, columnDefinitions: columns }, { ...view, hasHeaders } satisfies TableView);
    const shown = event === null ? rows : rows.map((row, at) => [hasHeaders && at === 0 ? "EVENT" : event, ...row]);
    call.out(write(shown));
  };
}

type Follow = {
  readonly selection: ResourceSelection;
  readonly flags: Flags;
  readonly accept: string;
  readonly version: string;
};

async function follow(
  { selection, flags, accept, version }: Follow,
  each: (type: string, object: unknown) => void,
  call: Invocation,
): Promise<void> {
  const [name] = selection.names;
  const fields = [flags.get("field-selector") ?? "", name === undefined ? "" : `metadata.name=${name}`];
  const query = new URLSearchParams({ watch: "true", resourceVersion: version });
  for (const [parameter, value] of [
    ["labelSelector", flags.get("selector") ?? ""],
    ["fieldSelector", fields.filter((field) => field !== "").join(",")],
  ] as const) {
    if (value !== "") {
      query.set(parameter, value);
    }
  }
  const path = `${resourcePath(selection.type, placeOf(selection, flags, call))}?${query}`;
  const end = requestEnd(flags);
  const signal = end ? AbortSignal.any([call.io.signal, end]) : call.io.signal;
  try {
    await eachEvent({ path, accept, signal }, each, call);
  } catch (error) {
    // The end of --request-timeout is the end of the watch, and no failure.
    if (!end?.aborted || call.io.signal.aborted) {
      throw error;
    }
  }
}

/** When `--request-timeout` is over; null without one. */
function requestEnd(flags: Flags): AbortSignal | null {
  const said = flags.get("request-timeout") ?? "0";
  const seconds = /^\d+$/.test(said) ? Number(said) : (goDurationSeconds(said) ?? 0);
  return seconds > 0 ? AbortSignal.timeout(seconds * 1_000) : null;
}

async function eachEvent(
  request: ApiRequest,
  each: (type: string, object: unknown) => void,
  call: Invocation,
): Promise<void> {
  const stream = await call.connection.stream(request);
  if (stream.refused) {
    throw serverFailure(stream.refused);
  }
  for await (const line of linesOf(stream.body)) {
    const event: unknown = JSON.parse(line);
    if (textAt(event, "type") === "ERROR") {
      throw new CommandFailure(
        `error: unable to decode an event from the watch stream: ${textAt(event, "object", "message")}`,
      );
    }
    each(textAt(event, "type"), member(event, "object"));
  }
}
