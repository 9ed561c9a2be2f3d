import "server-only";
import { randomBytes } from "node:crypto";
import type { Scope } from "@/lib/adapters/database/transaction";
import { type KnownAlert, uncoveredAlerts } from "@/lib/core/incident/uncovered-alerts";
import { AppError } from "@/lib/core/kernel/app-error";
import { clusterNames, findCluster } from "@/lib/features/cluster/runtime";
import { readLibraryTexts } from "@/lib/features/library/data";
import { listCandidates, listFiles } from "@/lib/features/runbook/data";
import { listReceivedAlerts } from "./data";
import { createSource } from "./mutations/create-source";
import { rotateSource } from "./mutations/rotate-source";
import type { SourceToken, UncoveredAlerts } from "./schema";

function newToken(): string {
  return `hr_${randomBytes(24).toString("base64url")}`;
}

/** Adds a sender of alerts with a token of its own, given once. */
export async function addSource(scope: Scope, name: string): Promise<SourceToken> {
  const token = newToken();
  return { sourceId: await createSource(scope, { name, token }), name, token };
}

/** Gives a sender a new token; the old one stops working at once. */
export async function renewSourceToken(scope: Scope, sourceId: string): Promise<SourceToken> {
  const token = newToken();
  return { sourceId, name: await rotateSource(scope, { sourceId, token }), token };
}

const RULES_MS = 4_000;

/** The alerts without a runbook: of those received, of each Prometheus' rules, and of the rules that runbooks hold. */
export async function listUncoveredAlerts({ database, actor }: Scope): Promise<UncoveredAlerts> {
  const [received, candidates, files, ruled] = await Promise.all([
    listReceivedAlerts(database, actor),
    listCandidates(database),
    listFiles(database),
    Promise.all(clusterNames().map(rulesOf)),
  ]);
  const texts = await readLibraryTexts(database, files);
  const library = files.flatMap(({ slug, path, hash }) => {
    const text = texts.get(hash);
    return text ? [{ slug, path, title: text.title, ...text.summary }] : [];
  });
  const written = library.flatMap(({ path, alertRules }) =>
    alertRules.map(({ alert, severity, lines }): KnownAlert => {
      const labels = severity === undefined ? {} : { severity };
      return { name: alert, labels, annotations: {}, source: `rule in ${path}, line ${lines.start}` };
    }),
  );
  const nearby = library.map(({ slug, title, system, alerts }) => ({
    slug,
    title,
    system,
    alerts: alerts.map(({ value }) => value),
  }));
  const known = [...received, ...ruled.flatMap(({ alerts }) => alerts), ...written];
  return { ...uncoveredAlerts(known, { candidates, nearby }), problems: ruled.flatMap(({ problem }) => problem ?? []) };
}

type Ruled = { readonly alerts: readonly KnownAlert[]; readonly problem: string | null };

/** The alerting rules of a cluster's Prometheus; one that does not answer is said, and the others count. */
async function rulesOf(name: string): Promise<Ruled> {
  const prometheus = findCluster(name)?.prometheus;
  if (!prometheus) {
    return { alerts: [], problem: null };
  }
  try {
    const rules = await prometheus.alertRules(AbortSignal.timeout(RULES_MS));
    return { alerts: rules.map((rule) => ({ ...rule, source: `rule of ${name}` })), problem: null };
  } catch (error) {
    if (error instanceof AppError) {
      return { alerts: [], problem: `The rules of ${name} are missing here: ${error.message}` };
    }
    throw error;
  }
}
