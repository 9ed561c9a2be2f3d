import type { StoreChange } from "../world/object-store.ts";
import type { KubernetesObject } from "../world/objects.ts";
import { type ApiCall, type ApiOutcome, STREAMED } from "./api-call.ts";
import { ApiError } from "./api-error.ts";
import { chosenObjects, inclusion, wantsTable } from "./reads.ts";
import { apiVersionOf } from "./resources.ts";
import { querySelector } from "./selectors.ts";
import { tableOf } from "./tables/table.ts";
import { tableShape } from "./tables/table-shapes.ts";

type WatchType = "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";

/** Writes watch events in the form the caller asked for: objects, or tables of one row. */
function eventWriter(call: ApiCall): (type: WatchType, object: KubernetesObject) => void {
  const shape = tableShape(call.target.resource.stored);
  const include = inclusion(call.query);
  let hasHeader = false;
  const tableEvent = (object: KubernetesObject): object => {
    const table = tableOf(shape, [object], { nowMs: call.cluster.world.context.nowMs, include });
    const { resourceVersion } = object.metadata;
    // Only the first table of a watch carries the columns.
    const columns = hasHeader ? { columnDefinitions: null } : {};
    hasHeader = true;
    return { ...table, ...columns, metadata: { resourceVersion } };
  };
  return (type, object) => {
    const shown = wantsTable(call) && type !== "BOOKMARK" ? tableEvent(object) : object;
    call.response.write(`${JSON.stringify({ type, object: shown })}\n`);
  };
}

/** What a watcher with selectors sees of a change: an object that stops matching is deleted for it. */
function visibleType(change: StoreChange, matches: boolean, wasSeen: boolean): WatchType | undefined {
  if (change.type === "DELETED") {
    return matches || wasSeen ? "DELETED" : undefined;
  }
  if (!matches) {
    return wasSeen ? "DELETED" : undefined;
  }
  return wasSeen ? "MODIFIED" : "ADDED";
}

function bookmark(call: ApiCall): KubernetesObject {
  const { resource } = call.target;
  const metadata = {
    name: "",
    uid: "",
    creationTimestamp: "",
    resourceVersion: String(call.cluster.world.context.store.version()),
    annotations: { "k8s.io/initial-events-end": "true" },
  };
  return { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata };
}

function endWhenDue(call: ApiCall, stop: () => void): void {
  const seconds = Number(call.query.get("timeoutSeconds") ?? "0");
  const timer = setTimeout(() => call.response.end(), (seconds > 0 ? seconds : 1800) * 1000);
  call.response.on("close", () => {
    clearTimeout(timer);
    stop();
  });
}

/** What a caller that comes back already knows: all that was changed, and not added, while it was away. */
function knownBefore(missed: readonly StoreChange[]): Set<string> {
  const first = new Map<string, StoreChange["type"]>();
  for (const { object, type } of missed) {
    first.set(object.metadata.uid, first.get(object.metadata.uid) ?? type);
  }
  return new Set([...first].filter(([, type]) => type !== "ADDED").map(([uid]) => uid));
}

/** Streams the changes of a resource from a resource version on, until the caller leaves or its time is over. */
export function watchObjects(call: ApiCall): ApiOutcome {
  const { stored } = call.target.resource;
  const { store } = call.cluster.world.context;
  const since = call.query.get("resourceVersion") ?? "";
  const startsFresh = since === "" || since === "0" || call.query.get("sendInitialEvents") === "true";
  const missed = startsFresh ? [] : store.changesSince(Number(since));
  if (missed === undefined) {
    throw new ApiError("Expired", `too old resource version: ${since} (${store.version()})`);
  }
  const write = eventWriter(call);
  const matches = querySelector(call.query);
  const { namespace, name } = call.target;
  const seen = knownBefore(missed);
  const onChange = (change: StoreChange): void => {
    const { metadata } = change.object;
    const isHere =
      change.resource === stored &&
      (namespace === undefined || metadata.namespace === namespace) &&
      (name === undefined || metadata.name === name);
    const type = isHere ? visibleType(change, matches(change.object), seen.has(metadata.uid)) : undefined;
    if (type !== undefined) {
      write(type, change.object);
      seen[type === "DELETED" ? "delete" : "add"](metadata.uid);
    }
  };
  call.response.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache, private" });
  call.response.flushHeaders();
  const present = stored === undefined ? [] : chosenObjects(call, stored);
  for (const object of present) {
    if (startsFresh) {
      write("ADDED", object);
    }
    if (startsFresh || Number(object.metadata.resourceVersion) <= Number(since)) {
      seen.add(object.metadata.uid);
    }
  }
  if (call.query.get("sendInitialEvents") === "true") {
    write("BOOKMARK", bookmark(call));
  }
  missed.forEach(onChange);
  endWhenDue(call, store.subscribe(onChange));
  return STREAMED;
}
