import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import { cache } from "react";
import { getUser } from "@/lib/adapters/auth/current-user";
import { getConfig } from "@/lib/adapters/config/config";
import type { ClusterColour } from "@/lib/adapters/config/schema";
import { databaseReady } from "@/lib/adapters/database/client";
import type { ChecklistParts } from "@/lib/core/checklist/checklist-parts";
import type { TimelineEvent } from "@/lib/core/incident/event";
import { emptyRoom, foldRoom } from "@/lib/core/incident/room-state";
import { hasRole } from "@/lib/core/kernel/actor";
import { maskedCall } from "@/lib/core/runbook/operations/logins";
import { maskParameters } from "@/lib/core/runbook/parameters/mask-parameters";
import type { Operation, Runbook } from "@/lib/core/runbook/runbook";
import { walkOperations } from "@/lib/core/runbook/walk";
import { runLimits } from "@/lib/core/shell/limits";
import { isForHours, repeatingLoop } from "@/lib/core/shell/live/repeating-loop";
import { riskOf } from "@/lib/core/shell/risk/risk-of";
import { namespacePlaces } from "@/lib/core/shell/targets/namespace-places";
import { namespacesOf } from "@/lib/core/shell/targets/targets";
import { ticketsOf } from "@/lib/core/shell/tickets";
import { clusterNames, findCluster } from "@/lib/features/cluster/runtime";
import { listPeople } from "@/lib/features/people/data";
import { listTitles, readRunbook } from "@/lib/features/runbook/data";
import { readEvents } from "@/lib/features/timeline/data";
import { findIncident, listIncidents, partsOf } from "./data";
import type { IncidentRow, OperationFacts, RoomDto } from "./schema";

/** What "Declare incident" offers. */
export type DeclareChoices = {
  readonly clusters: readonly string[];
  readonly runbooks: readonly { readonly slug: string; readonly title: string }[];
};

/** The home page. */
export const loadHome = cache(async (): Promise<{ rows: readonly IncidentRow[]; mayOperate: boolean }> => {
  const user = await getUser();
  return { rows: await listIncidents(await databaseReady(), user), mayOperate: hasRole(user, "responder") };
});

/** The clusters and runbooks an incident can be declared on. */
export const loadDeclareChoices = cache(async (): Promise<DeclareChoices> => {
  await getUser();
  return { clusters: clusterNames(), runbooks: await listTitles(await databaseReady()) };
});

/**
 * The war room of one incident. `asked` is the part of its checklist when that is too long for one page; null is the first
 * part with something left to do.
 */
export const loadRoom = cache(async (number: number, asked: number | null): Promise<RoomDto> => {
  const user = await getUser();
  const database = await databaseReady();
  const incident = await findIncident(database, user, number);
  const [events, runbook, runbooks, people] = await Promise.all([
    readEvents(database, incident.id, 0),
    incident.revisionHash === null ? null : readRunbook(database, incident.revisionHash),
    incident.revisionHash === null ? listTitles(database) : [],
    listPeople(database),
  ]);
  const { id, title, isPrivate, cluster, namespace, workload, workloadKind } = incident;
  const settings = findCluster(cluster);
  const parts = runbook && (await partsOf(runbook));
  const shown = parts?.at(asked ?? openPart(parts, events));
  return {
    incident: {
      id,
      number,
      title,
      isPrivate,
      readers: incident.readers.map((reader) => reader.userId),
      cluster,
      clusterColour: clusterColours[settings?.colour ?? "slate"],
      isProduction: settings?.isProduction ?? false,
      toolbox: settings?.toolbox ? `${settings.toolbox.namespace} / ${settings.toolbox.target}` : null,
      namespace,
      workload,
      workloadKind,
      openedAt: incident.openedAt.toISOString(),
    },
    runbook: shown?.runbook ?? null,
    part: shown && parts && parts.count > 1 ? { number: shown.number, count: parts.count } : null,
    runbooks,
    events,
    operations: shown ? await operationFacts(shown.runbook, namespace) : {},
    people: people.map(({ userId, name, role }) => ({ userId, name, role })),
    viewer: { userId: user.id, name: user.name, role: user.role },
    may: { operate: hasRole(user, "responder"), command: hasRole(user, "commander") },
  };
});

/** The colour names of the configuration in the one lightness that both themes bear. */
const clusterColours: Readonly<Record<ClusterColour, string>> = {
  slate: "oklch(0.6 0.03 250)",
  red: "oklch(0.62 0.2 25)",
  orange: "oklch(0.7 0.17 55)",
  yellow: "oklch(0.8 0.16 90)",
  green: "oklch(0.65 0.15 150)",
  teal: "oklch(0.65 0.1 190)",
  blue: "oklch(0.6 0.17 255)",
  purple: "oklch(0.6 0.18 300)",
  pink: "oklch(0.68 0.18 350)",
};

/** The first part with a step that nobody has settled. */
function openPart(parts: ChecklistParts, events: readonly TimelineEvent[]): number {
  const { steps } = foldRoom(emptyRoom, events);
  return parts.count === 1 ? 1 : (parts.find(({ id }) => steps[id] === undefined) ?? 1);
}

type AllFacts = Readonly<Record<string, OperationFacts>>;

/** Risk and place of every operation: the same for every viewer of a revision in a namespace, so computed once. */
const factsByRunbook = new WeakMap<Runbook, Map<string, Promise<AllFacts>>>();

function operationFacts(runbook: Runbook, namespace: string): Promise<AllFacts> {
  const byNamespace = factsByRunbook.get(runbook) ?? new Map<string, Promise<AllFacts>>();
  factsByRunbook.set(runbook, byNamespace);
  const facts = byNamespace.get(namespace) ?? allFacts(runbook, namespace);
  byNamespace.set(namespace, facts);
  return facts;
}

const FACTS_IN_A_TURN = 25;

async function allFacts(runbook: Runbook, namespace: string): Promise<AllFacts> {
  const facts: (readonly [string, OperationFacts])[] = [];
  for (const { operation } of walkOperations(runbook)) {
    facts.push([operation.id, factsOf(operation, namespace)]);
    if (facts.length % FACTS_IN_A_TURN === 0) {
      await nextTurn();
    }
  }
  return Object.fromEntries(facts);
}

function factsOf(operation: Operation, incidentNamespace: string): OperationFacts {
  const { script, language } = operation;
  const namespace = { namespace: incidentNamespace, namespaceFrom: "incident" as const };
  if (language === "promql") {
    return { risk: "read", reasons: [], ...namespace, namespacePlaces: [], recording: null, filesTicket: false };
  }
  const masked = maskParameters(script);
  const called = maskedCall(operation);
  const [named] = namespacesOf(called);
  const place = named === undefined ? namespace : { namespace: named, namespaceFrom: "script" as const };
  // What runs on a host asks the cluster that the host knows.
  const places = called === masked ? namespacePlaces(masked) : [];
  const filesTicket = ticketsOf(masked).length > 0;
  return {
    ...riskOf(called, getConfig().readList),
    ...place,
    namespacePlaces: places,
    recording: recordingOf(masked),
    filesTicket,
  };
}

function recordingOf(script: string): OperationFacts["recording"] {
  const loop = repeatingLoop(script);
  if (!loop || !isForHours(loop, runLimits.liveTimeoutMs)) {
    return null;
  }
  const { everySeconds, times } = loop;
  return { everySeconds, forSeconds: times === null ? null : times * everySeconds };
}
