import type { Container, Deployment, KubernetesObject, PodSpec } from "./objects.ts";

function withContainerDefaults(container: Container): Container {
  return {
    imagePullPolicy: container.image.endsWith(":latest") || !container.image.includes(":") ? "Always" : "IfNotPresent",
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    resources: {},
    ...container,
  };
}

function withPodDefaults(spec: PodSpec): PodSpec {
  return {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    schedulerName: "default-scheduler",
    ...spec,
    containers: spec.containers.map(withContainerDefaults),
  };
}

function isDeployment(object: KubernetesObject): object is Deployment {
  return object.kind === "Deployment";
}

/** The object with the fields that the API server sets when the client leaves them out. */
export function createWorkloadDefaults<T extends KubernetesObject>(object: T): T {
  if (!isDeployment(object)) {
    return object;
  }
  const { spec } = object;
  const strategy = spec.strategy ?? {
    type: "RollingUpdate",
    rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
  };
  return {
    ...object,
    spec: {
      ...spec,
      replicas: spec.replicas ?? 1,
      revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
      progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 600,
      strategy,
      template: { ...spec.template, spec: withPodDefaults(spec.template.spec) },
    },
    status: object.status ?? {},
  };
}
