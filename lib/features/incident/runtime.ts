import "server-only";
import type { Scope } from "@/lib/adapters/database/transaction";
import { workloadOfPod } from "@/lib/adapters/kubernetes/workload";
import { getLog } from "@/lib/adapters/log/process-log";
import { targetOfLabels } from "@/lib/core/incident/alert-target";
import { chooseRunbook } from "@/lib/core/incident/choose-runbook";
import type { Target } from "@/lib/core/incident/incident";
import { findStep } from "@/lib/core/runbook/walk";
import type { AlertmanagerPayload, AlertPayload } from "@/lib/features/alert/schema";
import { clusterNamed, defaultClusterName, findCluster } from "@/lib/features/cluster/runtime";
import { compareRevisions, findRevisionToPin, listCandidates, readRunbook } from "@/lib/features/runbook/data";
import { runbookPolicy } from "@/lib/features/runbook/runtime";
import { libraryReady } from "@/lib/features/runbook/workers";
import { findIncident, partsOf } from "./data";
import { declareIncident } from "./mutations/declare-incident";
import { because } from "./mutations/open-incident";
import { type AlertEffect, takeAlert } from "./mutations/take-alert";
import type { DeclareIncidentInput, RevisionNews, StepPart } from "./schema";

const LOOKUP_MS = 2_000;

/** Declares an incident on a configured cluster. */
export async function declareByHand(
  scope: Scope,
  input: DeclareIncidentInput,
): Promise<{ number: number; isNew: boolean }> {
  const { name: cluster } = clusterNamed(input.cluster);
  const { title, severity, namespace, workload, runbook } = input;
  return declareIncident(scope, {
    title,
    severity,
    runbook,
    policy: runbookPolicy(),
    target: { cluster, namespace, workload, workloadKind: "" },
  });
}

/** Takes one delivery of Alertmanager: each alert in its own transaction, so a bad one loses only itself. */
export async function takeWebhook(
  scope: Scope,
  payload: AlertmanagerPayload,
): Promise<Readonly<Record<AlertEffect, number>>> {
  await libraryReady();
  const candidates = await listCandidates(scope.database);
  const effects = { opened: 0, reopened: 0, attached: 0, repeated: 0, resolved: 0, ignored: 0 };
  for (const alert of payload.alerts) {
    const { labels, annotations, status, fingerprint } = alert;
    const choice = chooseRunbook({ labels, annotations }, candidates);
    const revision = choice && (await findRevisionToPin(scope.database, choice.slug, runbookPolicy()));
    const { effect } = await takeAlert(scope, {
      status,
      fingerprint,
      labels,
      annotations,
      startsAt: new Date(alert.startsAt),
      endsAt: endOf(alert),
      target: await targetOf(alert),
      runbook: revision && {
        slug: revision.slug,
        hash: revision.hash,
        because: because(choice.because, revision.note),
      },
    });
    effects[effect] += 1;
  }
  return effects;
}

/** Alertmanager writes the year 1 for "not ended". */
function endOf(alert: AlertPayload): Date | null {
  const endsAt = alert.endsAt === undefined ? null : new Date(alert.endsAt);
  return endsAt && endsAt.getUTCFullYear() > 1970 ? endsAt : null;
}

/** Where an alert happens: by its labels; the cluster's own owner references say what a pod belongs to, when it answers. */
async function targetOf({ labels }: AlertPayload): Promise<Target> {
  const guess = targetOfLabels(labels, defaultClusterName());
  const cluster = findCluster(guess.cluster) ?? findCluster(defaultClusterName());
  const target = cluster ? { ...guess, cluster: cluster.name } : guess;
  const pod = labels["pod"];
  if (!cluster || pod === undefined || guess.workloadKind === "deployment") {
    return target;
  }
  try {
    const owner = await workloadOfPod(
      cluster.connection(),
      { namespace: guess.namespace, pod },
      AbortSignal.timeout(LOOKUP_MS),
    );
    return owner ? { ...target, workload: owner.name, workloadKind: owner.kind } : target;
  } catch (error) {
    getLog().warn("The cluster could not say what a pod belongs to; its name is used", { pod, error });
    return target;
  }
}

/** What the pinned runbook's file says now, when that is not what the incident is pinned to. */
export async function revisionNews({ database, actor }: Scope, number: number): Promise<RevisionNews | null> {
  const { id, runbookSlug, revisionHash: from } = await findIncident(database, actor, number);
  const current = runbookSlug === null ? null : await findRevisionToPin(database, runbookSlug, runbookPolicy());
  if (!current || from === null || current.hash === from) {
    return null;
  }
  const [change, settled, runbook] = await Promise.all([
    compareRevisions(database, from, current.hash),
    database.stepState.findMany({ where: { incidentId: id }, select: { stepId: true } }),
    readRunbook(database, current.hash),
  ]);
  const pinned = await readRunbook(database, from);
  const lostSteps = settled
    .filter(({ stepId }) => !findStep(runbook, stepId))
    .map(({ stepId }) => findStep(pinned, stepId)?.title ?? stepId);
  return { from, to: current.hash, change, lostSteps };
}

/** In which part of an incident's checklist a step stands. */
export async function stepPart({ database, actor }: Scope, number: number, stepId: string): Promise<StepPart> {
  const { revisionHash } = await findIncident(database, actor, number);
  const parts = revisionHash === null ? null : await partsOf(await readRunbook(database, revisionHash));
  return { part: parts?.find(({ id }) => id === stepId) ?? null };
}
