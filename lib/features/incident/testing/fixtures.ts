import { randomUUID } from "node:crypto";
import type { Database, Scope } from "@/lib/adapters/database/transaction";
import { inTransaction } from "@/lib/adapters/database/transaction";
import type { Target } from "@/lib/core/incident/incident";
import type { Role } from "@/lib/core/kernel/actor";
import { brandId } from "@/lib/core/kernel/ids";
import { packRunbook } from "@/lib/core/runbook/library/pack-runbook";
import type { Runbook } from "@/lib/core/runbook/runbook";
import { indexRunbook } from "@/lib/features/runbook/mutations/index-runbook";
import { openIncident } from "../mutations/open-incident";
import type { PlacedAlert } from "../mutations/take-alert";

export const at = new Date("2026-01-15T03:00:00Z");

/** A person of the database, as the scope that mutations take. */
export async function personScope(database: Database, role: Role = "responder", now: Date = at): Promise<Scope> {
  const id = randomUUID();
  const name = `${role} ${id.slice(0, 4)}`;
  await database.user.create({ data: { id, name, email: `${id}@example.com`, role } });
  return { actor: { kind: "user", id: brandId(id), name, role }, database, now };
}

/** Somebody who sends alerts. */
export function senderScope(database: Database, now: Date = at): Scope {
  return { actor: { kind: "webhook", sourceId: "s", name: "alertmanager" }, database, now };
}

const lines = { start: 1, end: 1 };

/** The smallest runbook with a step, an operation and a mandatory checklist item. */
const smallRunbook: Runbook = {
  title: "Small",
  slug: "small",
  frontMatter: "",
  facts: {
    alerts: [{ value: "MemoryOOM", from: "written" }],
    thresholds: [],
    escalation: [],
    resolutionChecklist: [{ id: "stable", text: "Pods stable", mandatory: true, lines }],
    alertRules: [],
    followUps: [],
    notifications: [],
    impacts: [],
    links: [],
  },
  sections: [
    {
      id: brandId("assess"),
      title: "Assess",
      depth: 2,
      lines,
      phase: { value: "assessment", from: "inferred" },
      blocks: [],
      sections: [],
      steps: [
        {
          id: brandId("assess.pods"),
          kind: "heading",
          title: "Look at the pods",
          lines,
          operations: [],
          expectations: [],
          decisions: [],
          steps: [],
        },
      ],
    },
  ],
  parameters: [
    { name: "pod-name", kind: { value: "pod", from: "inferred" }, forms: ["<pod-name>"], lines: [lines] },
    { name: "namespace", kind: { value: "namespace", from: "inferred" }, forms: ["<namespace>"], lines: [lines] },
  ],
  diagnostics: [],
  repairs: [],
};

/** Puts the small runbook into the library and gives what an incident is pinned to. */
export async function indexedRunbook(scope: Scope) {
  const hash = randomUUID();
  await indexRunbook(scope, {
    slug: "small",
    path: "small.md",
    hash,
    source: Buffer.from("# Small"),
    packed: packRunbook(smallRunbook),
    parserVersion: 1,
    problem: null,
    folder: "/runbooks",
    changedAt: scope.now,
    commit: null,
  });
  return { slug: "small", hash, because: "by hand" };
}

export function aTarget(workload: string = randomUUID()): Target {
  return { cluster: "test", namespace: "sie", workload, workloadKind: "deployment" };
}

/** An open incident of its own, following the small runbook. */
export async function openedIncident(scope: Scope): Promise<{ incidentId: string; target: Target }> {
  const runbook = await indexedRunbook(scope);
  const target = aTarget();
  const opened = await inTransaction(scope, (tx) =>
    openIncident(tx, scope, { title: "Out of memory", severity: "P1", target, runbook }),
  );
  return { incidentId: opened.incidentId, target };
}

export function anAlert(change: Partial<PlacedAlert>): PlacedAlert {
  return {
    status: "firing",
    fingerprint: randomUUID(),
    labels: { alertname: "MemoryOOM", pod: "nlp-1", severity: "critical" },
    annotations: {},
    startsAt: at,
    endsAt: null,
    target: aTarget("nlp"),
    runbook: null,
    ...change,
  };
}

/** The kinds of an incident's events, in order. */
export async function kindsOf(database: Database, incidentId: string): Promise<readonly string[]> {
  const events = await database.event.findMany({
    where: { timelineId: incidentId },
    orderBy: { seq: "asc" },
    select: { kind: true },
  });
  return events.map((event) => event.kind);
}
