import "server-only";
import { cache } from "react";
import { getUser } from "@/lib/adapters/auth/current-user";
import type { ClusterColour } from "@/lib/adapters/config/schema";
import { databaseReady } from "@/lib/adapters/database/client";
import { hasRole } from "@/lib/core/kernel/actor";
import { maskedCall } from "@/lib/core/runbook/logins";
import { maskParameters } from "@/lib/core/runbook/mask-parameters";
import type { Operation, Runbook } from "@/lib/core/runbook/runbook";
import { walkOperations } from "@/lib/core/runbook/walk";
import { runLimits } from "@/lib/core/shell/limits";
import { namespacePlaces } from "@/lib/core/shell/namespace-places";
import { isForHours, repeatingLoop } from "@/lib/core/shell/repeating-loop";
import { riskOf } from "@/lib/core/shell/risk-of";
import { namespacesOf } from "@/lib/core/shell/targets";
import { ticketsOf } from "@/lib/core/shell/tickets";
import { clusterNames, findCluster } from "@/lib/features/cluster/runtime";
import { listPeople } from "@/lib/features/people/data";
import { listTitles, readRunbook } from "@/lib/features/runbook/data";
import { readEvents } from "@/lib/features/timeline/data";
import { findIncident, listIncidents } from "./data";
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

/** The war room of one incident. */
export const loadRoom = cache(async (number: number): Promise<RoomDto> => {
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
    runbook,
    runbooks,
    events,
    operations: runbook ? operationFacts(runbook, namespace) : {},
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

/** Risk and place of every operation: the same for every viewer of a revision in a namespace, so computed once. */
const factsByRunbook = new WeakMap<Runbook, Map<string, Readonly<Record<string, OperationFacts>>>>();

function operationFacts(runbook: Runbook, namespace: string): Readonly<Record<string, OperationFacts>> {
  const byNamespace = factsByRunbook.get(runbook) ?? new Map<string, Readonly<Record<string, OperationFacts>>>();
  factsByRunbook.set(runbook, byNamespace);
  const known = byNamespace.get(namespace);
  if (known) {
    return known;
  }
  const facts = Object.fromEntries(
    [...walkOperations(runbook)].map(({ operation }) => [operation.id, factsOf(operation, namespace)]),
  );
  byNamespace.set(namespace, facts);
  return facts;
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
  return { ...riskOf(called), ...place, namespacePlaces: places, recording: recordingOf(masked), filesTicket };
}

function recordingOf(script: string): OperationFacts["recording"] {
  const loop = repeatingLoop(script);
  if (!loop || !isForHours(loop, runLimits.liveTimeoutMs)) {
    return null;
  }
  const { everySeconds, times } = loop;
  return { everySeconds, forSeconds: times === null ? null : times * everySeconds };
}
