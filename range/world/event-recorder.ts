import { timestamp, type WorldContext } from "./context.ts";
import type { ClusterEvent, KubernetesObject, ObjectReference } from "./objects.ts";

export interface EventNote {
  readonly about: KubernetesObject;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly host?: string;
  /** The part of the object it is about, such as `spec.containers{worker}`. */
  readonly fieldPath?: string;
}

const EVENT_LIFE_MS = 60 * 60 * 1000;

function referenceTo(note: EventNote): ObjectReference {
  const { apiVersion, kind, metadata } = note.about;
  return {
    apiVersion,
    kind,
    name: metadata.name,
    // Nodes refer to themselves by name instead of by uid in their own events, as the kubelet does.
    uid: kind === "Node" ? metadata.name : metadata.uid,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    ...(note.fieldPath === undefined ? {} : { fieldPath: note.fieldPath }),
    resourceVersion: metadata.resourceVersion,
  };
}

function isSame(event: ClusterEvent, note: EventNote): boolean {
  return (
    event.reason === note.reason &&
    event.message === note.message &&
    event.involvedObject.name === note.about.metadata.name &&
    event.involvedObject.kind === note.about.kind
  );
}

/** Records an event; a repetition of the same event raises its count instead, as the API server's clients do. */
export function recordEvent(context: WorldContext, note: EventNote): void {
  const namespace = note.about.metadata.namespace ?? "default";
  const now = timestamp(context.nowMs);
  const earlier = context.store.list("events", namespace).find((event) => isSame(event, note));
  if (earlier !== undefined) {
    context.store.put("events", { ...earlier, count: earlier.count + 1, lastTimestamp: now });
    return;
  }
  context.store.put("events", {
    apiVersion: "v1",
    kind: "Event",
    metadata: {
      name: `${note.about.metadata.name}.${context.random.hex(16)}`,
      namespace,
      uid: context.random.uuid(),
      resourceVersion: "",
      creationTimestamp: now,
    },
    involvedObject: referenceTo(note),
    reason: note.reason,
    message: note.message,
    source: { component: note.component, ...(note.host === undefined ? {} : { host: note.host }) },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type: note.type,
    eventTime: null,
    reportingComponent: note.component,
    reportingInstance: note.host ?? "",
  });
}

/** Events are kept for one hour, as the API server's default says. */
export function forgetOldEvents(context: WorldContext): void {
  for (const event of context.store.list("events")) {
    if (context.nowMs - Date.parse(event.lastTimestamp) > EVENT_LIFE_MS) {
      context.store.remove("events", event.metadata);
    }
  }
}
