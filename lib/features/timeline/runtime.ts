import "server-only";
import { databaseReady, openedDatabase } from "@/lib/adapters/database/client";
import { type Subscription, subscribe } from "@/lib/adapters/database/listen";
import { NOTIFY_CHANNEL, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import type { Actor } from "@/lib/core/kernel/actor";
import { canSeeIncident, incidentOfRun } from "@/lib/features/incident/data";
import { readEvents, readPieces } from "./data";
import { type Bell, bellFrom, bells, type Presence, type StreamMessage, seqOf } from "./schema";

/** What one browser listens to, and how far it has seen each. */
export type Topic =
  | { readonly kind: "incident" | "run"; readonly id: string; readonly after: number }
  | { readonly kind: Bell };

/**
 * `incident:<id>@<seq>,run:<id>@<seq>,home` as topics; anything else in it is passed over. `resumedAt` is what the
 * browser says it had reached when its connection broke: it overrules the older numbers of the address.
 */
export function parseTopics(text: string, resumedAt: string | null): readonly Topic[] {
  const reached = new Map(
    (resumedAt ?? "").split(",").map((word) => [word.split("@")[0] ?? "", Number(word.split("@")[1])]),
  );
  return text.split(",").flatMap((word): readonly Topic[] => {
    const bell = bellFrom(word);
    if (bell) {
      return [{ kind: bell }];
    }
    const [, kind, id, after] = /^(incident|run):([0-9a-f-]{36})@(\d{1,9})$/.exec(word) ?? [];
    if ((kind !== "incident" && kind !== "run") || !id) {
      return [];
    }
    return [{ kind, id, after: Math.max(Number(after), reached.get(`${kind}:${id}`) || 0) }];
  });
}

type Send = (message: StreamMessage, position: string) => void;

type Listener = {
  readonly actor: Actor;
  readonly send: Send;
  readonly fail: (error: unknown) => void;
  /** Topic ("incident:<id>") to the number last sent. */
  readonly positions: Map<string, number>;
  /** The incident's topic of each topic that is heard: whoever loses an incident loses its runs. */
  readonly incidents: Map<string, string>;
  /** Topics of runs that are not there yet, or not for this person: a browser asks for a run as it starts it. */
  readonly awaited: Map<string, number>;
  readonly bells: ReadonlySet<Bell>;
  /** Sends are one after the other, so that numbers arrive in order. */
  queue: Promise<void>;
};

/** All live connections of this process, woken by the database's notifications. */
type Hub = { readonly listeners: Set<Listener>; readonly subscription: Subscription };

declare global {
  // Module state is not shared between instrumentation and routes, so the hub hangs here.
  var headroomHub: Hub | undefined;
}

async function theHub(): Promise<Hub> {
  const { url } = await openedDatabase();
  globalThis.headroomHub ??= openHub(url);
  const hub = globalThis.headroomHub;
  await hub.subscription.ready;
  return hub;
}

function openHub(url: string): Hub {
  const listeners = new Set<Listener>();
  const subscription = subscribe({
    url,
    channel: NOTIFY_CHANNEL,
    onPayload: (payload) => wake(listeners, payload),
    onGap: () => catchUpAll(listeners),
  });
  return { listeners, subscription };
}

function wake(listeners: ReadonlySet<Listener>, payload: string): void {
  const at = payload.lastIndexOf("@");
  const topic = payload.slice(0, at);
  for (const listener of listeners) {
    if (listener.positions.has(topic) || listener.awaited.has(topic)) {
      enqueue(listener, () => catchUp(listeners, listener, topic));
    } else if (hearsRunOf(listener, topic)) {
      enqueue(listener, () => lookAgain(listener, topic, Number(payload.slice(at + 1)) - 1));
    }
    ring(listener, bellsOf(topic));
  }
}

/** The bells that something new on a topic rings. */
function bellsOf(topic: string): readonly Bell[] {
  if (topic === `incident:${WORKSPACE_TIMELINE}`) {
    return bells;
  }
  return topic.startsWith("incident:") ? ["home"] : [];
}

function ring(listener: Listener, rung: readonly Bell[]): void {
  for (const kind of rung.filter((bell) => listener.bells.has(bell))) {
    listener.send({ kind }, positionOf(listener));
  }
}

function catchUpAll(listeners: ReadonlySet<Listener>): void {
  for (const listener of listeners) {
    for (const topic of [...listener.positions.keys(), ...listener.awaited.keys()]) {
      enqueue(listener, () => catchUp(listeners, listener, topic));
    }
    for (const incident of new Set(listener.incidents.values())) {
      enqueue(listener, () => lookAgain(listener, incident, null));
    }
    ring(listener, bells);
  }
}

/** Whoever could not be told something is cut off: the browser comes back and says what it has reached. */
function enqueue(listener: Listener, work: () => Promise<void>): void {
  listener.queue = listener.queue.then(work).catch(listener.fail);
}

/** Listeners at the same place share one query: many viewers cost the database as much as one. */
const inFlight = new Map<string, Promise<readonly StreamMessage[]>>();

function messagesAfter(topic: string, after: number): Promise<readonly StreamMessage[]> {
  const key = `${topic}@${after}`;
  const shared = inFlight.get(key);
  if (shared) {
    return shared;
  }
  const fresh = fetchMessages(topic, after).finally(() => inFlight.delete(key));
  inFlight.set(key, fresh);
  return fresh;
}

async function fetchMessages(topic: string, after: number): Promise<readonly StreamMessage[]> {
  const id = topic.slice(topic.indexOf(":") + 1);
  if (topic.startsWith("run:")) {
    const pieces = await readPieces(await databaseReady(), id, after);
    return pieces.length > 0 ? [{ kind: "output", runId: id, pieces }] : [];
  }
  const events = await readEvents(await databaseReady(), id, after);
  return events.map((event) => ({ kind: "event", event }));
}

async function catchUp(listeners: ReadonlySet<Listener>, listener: Listener, topic: string): Promise<void> {
  if (listener.awaited.has(topic) && !(await admit(listener, topic))) {
    return;
  }
  const after = listener.positions.get(topic);
  // It was lost after this was queued.
  if (after === undefined) {
    return;
  }
  for (const message of await messagesAfter(topic, after)) {
    if (isVisibilityChange(message) && !(await mayHear(listener.actor, topic))) {
      forget(listener, topic);
      announcePresence(listeners, topic);
      return;
    }
    listener.positions.set(topic, seqOf(message));
    listener.send(message, positionOf(listener));
  }
}

async function admit({ actor, positions, incidents, awaited }: Listener, topic: string): Promise<boolean> {
  const incident = await heardIncident(actor, topic);
  if (incident !== null) {
    positions.set(topic, awaited.get(topic) ?? 0);
    incidents.set(topic, incident);
    awaited.delete(topic);
  }
  return incident !== null;
}

function hearsRunOf({ incidents }: Listener, incident: string): boolean {
  return [...incidents.values()].includes(incident);
}

/** Whether a run that is heard still may be: its own topic carries no event that says so. After a gap, `after` is null. */
async function lookAgain(listener: Listener, incident: string, after: number | null): Promise<void> {
  const isChanged = after === null || (await messagesAfter(incident, after)).some(isVisibilityChange);
  if (isChanged && !(await mayHear(listener.actor, incident))) {
    forget(listener, incident);
  }
}

function forget({ positions, incidents }: Listener, incident: string): void {
  for (const [topic, of] of incidents) {
    if (of === incident) {
      positions.delete(topic);
      incidents.delete(topic);
    }
  }
}

function isVisibilityChange(message: StreamMessage): boolean {
  return message.kind === "event" && message.event.kind === "incident.visibility-changed";
}

function positionOf(listener: Listener): string {
  return [...listener.positions].map(([topic, seq]) => `${topic}@${seq}`).join(",");
}

async function mayHear(actor: Actor, topic: string): Promise<boolean> {
  return (await heardIncident(actor, topic)) !== null;
}

/** The topic of the incident that a topic belongs to; null when this person may not see it. */
async function heardIncident(actor: Actor, topic: string): Promise<string | null> {
  const id = topic.slice(topic.indexOf(":") + 1);
  const incidentId = topic.startsWith("run:") ? await incidentOfRun(await databaseReady(), id) : id;
  const isSeen = incidentId !== null && (await canSeeIncident(await databaseReady(), actor, incidentId));
  return isSeen ? `incident:${incidentId}` : null;
}

function announcePresence(listeners: ReadonlySet<Listener>, topic: string): void {
  if (!topic.startsWith("incident:")) {
    return;
  }
  const here = [...listeners].filter((listener) => listener.positions.has(topic));
  const people = new Map<string, Presence>();
  for (const { actor } of here) {
    if (actor.kind === "user") {
      people.set(actor.id, { userId: actor.id, name: actor.name });
    }
  }
  const incidentId = topic.slice("incident:".length);
  for (const listener of here) {
    listener.send({ kind: "presence", incidentId, people: [...people.values()] }, positionOf(listener));
  }
}

/** Where a connection begins on each topic that this person may hear; a run's topic that they may not hear is awaited. */
async function placesOf(
  actor: Actor,
  topics: readonly Topic[],
): Promise<Pick<Listener, "positions" | "incidents" | "awaited">> {
  const places = {
    positions: new Map<string, number>(),
    incidents: new Map<string, string>(),
    awaited: new Map<string, number>(),
  };
  const named = topics.filter((each) => "id" in each).map((topic) => ({ ...topic, name: `${topic.kind}:${topic.id}` }));
  const incidents = await Promise.all(named.map(({ name }) => heardIncident(actor, name)));
  for (const [at, { name, kind, after }] of named.entries()) {
    const incident = incidents[at] ?? null;
    if (incident !== null) {
      places.positions.set(name, after);
      places.incidents.set(name, incident);
    } else if (kind === "run") {
      places.awaited.set(name, after);
    }
  }
  return places;
}

/**
 * Streams what happens on `topics` to `send` until `signal` fires, starting after the numbers the topics carry, so a
 * client that was away misses nothing. `fail` is told what could not be read: the connection is then to be ended. A topic the actor may not see is silently left out; a run's that is not there
 * yet is taken in when it is.
 */
export async function openStream(
  listenerOf: Pick<Listener, "actor" | "send" | "fail"> & { readonly topics: readonly Topic[] },
  signal: AbortSignal,
): Promise<void> {
  const { actor, topics, send, fail } = listenerOf;
  const { listeners } = await theHub();
  const { positions, incidents, awaited } = await placesOf(actor, topics);
  const rung = new Set(topics.flatMap(({ kind }) => bellFrom(kind) ?? []));
  const listener: Listener = {
    actor,
    send,
    fail,
    positions,
    incidents,
    awaited,
    bells: rung,
    queue: Promise.resolve(),
  };
  if (signal.aborted) {
    return;
  }
  listeners.add(listener);
  signal.addEventListener("abort", () => {
    listeners.delete(listener);
    for (const topic of positions.keys()) {
      announcePresence(listeners, topic);
    }
  });
  for (const topic of positions.keys()) {
    enqueue(listener, () => catchUp(listeners, listener, topic));
    announcePresence(listeners, topic);
  }
  // One may have begun since it was looked for.
  for (const topic of awaited.keys()) {
    enqueue(listener, () => catchUp(listeners, listener, topic));
  }
}
