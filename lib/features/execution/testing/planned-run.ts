import { randomUUID } from "node:crypto";
import type { PlannedRun } from "../mutations/start-run";

/** A run of the small runbook's only operation. */
export function planned(incidentId: string, change: Partial<PlannedRun> = {}): PlannedRun {
  return {
    runId: randomUUID(),
    incidentId,
    stepId: "assess.pods",
    operationId: "assess.pods.1",
    label: "Check pods",
    script: "kubectl get pods",
    risk: "read",
    cluster: "test",
    namespace: "sie",
    variables: {},
    variablesHash: "h",
    podTarget: null,
    ...change,
  };
}
