import "server-only";
import { CommandFailure } from "../../failure";
import { type KubeObject, listAt, member, textAt } from "../../objects";
import type { ResourceType } from "../../resources";

export type RolloutState = { readonly message: string; readonly isDone: boolean };

export const REVISION = "deployment.kubernetes.io/revision";

/** How far a rollout is, in kubectl's sentences (k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go). */
export function rolloutState(type: ResourceType, object: KubeObject, revision: number): RolloutState {
  switch (type.group === "apps" ? type.kind : "") {
    case "Deployment":
      return deploymentState(object, revision);
    case "DaemonSet":
      return daemonSetState(object);
    case "StatefulSet":
      return statefulSetState(object);
    default:
      throw new CommandFailure(
        `error: no status viewer has been implemented for ${type.kind}${type.group === "" ? "" : `.${type.group}`}`,
      );
  }
}

function count(object: KubeObject, key: string): number {
  return Number(member(object, "status", key) ?? 0);
}

function going(message: string): RolloutState {
  return { message, isDone: false };
}

function deploymentState(object: KubeObject, revision: number): RolloutState {
  const { name, generation = 0, annotations } = object.metadata;
  const running = Number(annotations?.[REVISION] ?? 0);
  if (revision > 0 && revision !== running) {
    throw new CommandFailure(
      `error: desired revision (${revision}) is different from the running revision (${running})`,
    );
  }
  if (generation > count(object, "observedGeneration")) {
    return going("Waiting for deployment spec update to be observed...\n");
  }
  const progressing = listAt(object, "status", "conditions").find((one) => textAt(one, "type") === "Progressing");
  if (textAt(progressing, "reason") === "ProgressDeadlineExceeded") {
    throw new CommandFailure(`error: deployment "${name}" exceeded its progress deadline`);
  }
  const wanted = Number(member(object, "spec", "replicas") ?? 1);
  const [updated, total] = [count(object, "updatedReplicas"), count(object, "replicas")];
  const available = count(object, "availableReplicas");
  const head = `Waiting for deployment "${name}" rollout to finish: `;
  if (updated < wanted) {
    return going(`${head}${updated} out of ${wanted} new replicas have been updated...\n`);
  }
  if (total > updated) {
    return going(`${head}${total - updated} old replicas are pending termination...\n`);
  }
  if (available < updated) {
    return going(`${head}${available} of ${updated} updated replicas are available...\n`);
  }
  return { message: `deployment "${name}" successfully rolled out\n`, isDone: true };
}

function requireRolling(object: KubeObject): void {
  if (textAt(object, "spec", "updateStrategy", "type") !== "RollingUpdate") {
    throw new CommandFailure("error: rollout status is only available for RollingUpdate strategy type");
  }
}

function daemonSetState(object: KubeObject): RolloutState {
  requireRolling(object);
  const { name, generation = 0 } = object.metadata;
  if (generation > count(object, "observedGeneration")) {
    return going("Waiting for daemon set spec update to be observed...\n");
  }
  const [updated, wanted] = [count(object, "updatedNumberScheduled"), count(object, "desiredNumberScheduled")];
  const available = count(object, "numberAvailable");
  const head = `Waiting for daemon set "${name}" rollout to finish: `;
  if (updated < wanted) {
    return going(`${head}${updated} out of ${wanted} new pods have been updated...\n`);
  }
  if (available < wanted) {
    return going(`${head}${available} of ${wanted} updated pods are available...\n`);
  }
  return { message: `daemon set "${name}" successfully rolled out\n`, isDone: true };
}

function statefulSetState(object: KubeObject): RolloutState {
  requireRolling(object);
  const observed = count(object, "observedGeneration");
  if (observed === 0 || (object.metadata.generation ?? 0) > observed) {
    return going("Waiting for statefulset spec update to be observed...\n");
  }
  const wanted = Number(member(object, "spec", "replicas") ?? 1);
  const [ready, updated] = [count(object, "readyReplicas"), count(object, "updatedReplicas")];
  if (ready < wanted) {
    return going(`Waiting for ${wanted - ready} pods to be ready...\n`);
  }
  const rolling = member(object, "spec", "updateStrategy", "rollingUpdate");
  if (rolling !== undefined) {
    const partition = Number(member(rolling, "partition") ?? 0);
    return updated < wanted - partition
      ? going(
          `Waiting for partitioned roll out to finish: ${updated} out of ${wanted - partition} new pods have been updated...\n`,
        )
      : { message: `partitioned roll out complete: ${updated} new pods have been updated...\n`, isDone: true };
  }
  const [target, current] = [textAt(object, "status", "updateRevision"), textAt(object, "status", "currentRevision")];
  return target === current
    ? {
        message: `statefulset rolling update complete ${count(object, "currentReplicas")} pods at revision ${current}...\n`,
        isDone: true,
      }
    : going(`waiting for statefulset rolling update to complete ${updated} pods at revision ${target}...\n`);
}
