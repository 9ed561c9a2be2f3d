import "server-only";
import { type Database, inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { fillParameters } from "@/lib/core/incident/fill-parameters";
import type { IncidentSeverity, Target } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import { findRevisionToPin, readRunbook } from "@/lib/features/runbook/data";
import type { RunbookPolicy } from "@/lib/features/runbook/schema";
import { because, openIncident } from "./open-incident";
import { recordParameter } from "./set-parameter";

type Declaration = {
  readonly title: string;
  readonly severity: IncidentSeverity;
  readonly target: Target;
  /** Slug; empty when the person leaves the choice for the room. */
  readonly runbook: string;
  readonly policy: RunbookPolicy;
};

/** Declares an incident by hand. When one of the same workload and runbook is open, that one is given. */
export async function declareIncident(scope: Scope, input: Declaration): Promise<{ number: number; isNew: boolean }> {
  const { target, severity } = input;
  return inTransaction(scope, async (tx) => {
    const revision = await revisionOf(tx, input);
    const title = input.title || revision?.title || `${target.workload} in ${target.namespace}`;
    const runbook = revision && {
      slug: revision.slug,
      hash: revision.hash,
      because: because("by hand", revision.note),
    };
    const { incidentId, isNew } = await openIncident(tx, scope, { title, severity, target, runbook });
    const { parameters } = isNew && revision ? await readRunbook(tx, revision.hash) : { parameters: [] };
    for (const filling of fillParameters(parameters, { labels: {}, target })) {
      await recordParameter(tx, scope, { incidentId, setting: { ...filling, origin: "default" } });
    }
    const { number } = await tx.incident.findUniqueOrThrow({ where: { id: incidentId }, select: { number: true } });
    return { number, isNew };
  });
}

async function revisionOf(tx: Database, { runbook: slug, policy }: Declaration) {
  if (slug === "") {
    return null;
  }
  const revision = await findRevisionToPin(tx, slug, policy);
  if (!revision) {
    throw new AppError("not-found", `There is no runbook ${slug}.`);
  }
  return revision;
}
