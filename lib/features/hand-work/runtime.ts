import "server-only";
import { randomUUID } from "node:crypto";
import type { Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";
import { findOperation } from "@/lib/core/runbook/walk";
import { runLimits } from "@/lib/core/shell/limits";
import { createScrubber } from "@/lib/core/shell/scrub-secrets";
import { ticketsOf } from "@/lib/core/shell/tickets";
import { configuredSecrets } from "@/lib/features/command/runtime";
import { readIncidentForRun, readParameters } from "@/lib/features/execution/data";
import { artifacts, filledIn } from "@/lib/features/execution/runtime";
import { readRunbook } from "@/lib/features/runbook/data";
import { addFollowUps } from "./mutations/add-follow-ups";
import { recordHandWork } from "./mutations/record-hand-work";
import { type FollowUpInput, type HandWorkInput, shownCharacters } from "./schema";

/** Keeps what a person pasted for an operation, without its secrets; gives how many those were. */
export async function takeHandWork(
  scope: Scope,
  { incidentId, operationId, output }: HandWorkInput,
): Promise<{ readonly hiddenSecrets: number }> {
  const { operation, step } = await operationOf(scope, incidentId, operationId);
  const scrubber = createScrubber(new Set(configuredSecrets()));
  const clean = (scrubber.push(output) + scrubber.end()).trim();
  const isLong = clean.length > shownCharacters;
  const path = `/work/pasted-${fileName(operation.label)}.txt`;
  await recordHandWork(scope, {
    incidentId,
    stepId: step.id,
    operationId,
    label: operation.label,
    output: isLong ? `${clean.slice(0, shownCharacters)}…` : clean,
    hiddenSecrets: scrubber.count,
    file: isLong ? { id: randomUUID(), path, ...(await artifacts().put(Buffer.from(clean))) } : null,
    maxBytes: runLimits.incidentBytes,
  });
  return { hiddenSecrets: scrubber.count };
}

/** Turns the tickets that an operation would file into follow-ups of the incident; nothing is run. */
export async function noteFollowUps(
  scope: Scope,
  { incidentId, operationId, parameters }: FollowUpInput,
): Promise<{ readonly titles: readonly string[] }> {
  const { operation, step } = await operationOf(scope, incidentId, operationId);
  const values = { ...(await readParameters(scope.database, incidentId)), ...parameters };
  const script = filledIn(operation.script, operation.parameters, values);
  const titles = ticketsOf(script).map((title) => title ?? operation.label);
  if (titles.length === 0) {
    throw new AppError("conflict", "This operation files no ticket.");
  }
  await addFollowUps(scope, { incidentId, stepId: step.id, titles, command: script });
  return { titles };
}

async function operationOf(scope: Scope, incidentId: string, operationId: string) {
  const { revisionHash } = await readIncidentForRun(scope.database, scope.actor, incidentId);
  const found =
    revisionHash === null ? null : findOperation(await readRunbook(scope.database, revisionHash), operationId);
  if (!found) {
    throw new AppError("not-found", "The pinned runbook has no such operation.");
  }
  return found;
}

function fileName(label: string): string {
  return (
    label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 60) || "output"
  );
}
