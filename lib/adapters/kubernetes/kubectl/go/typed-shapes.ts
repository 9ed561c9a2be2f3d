import "server-only";
import { metadataShape, type StructShape } from "./struct-json";
import { isMap } from "./values";

const fields = (text: string): StructShape => text.split(" ");
/** Some fields of a struct, of which `inner` tells the order of theirs. */
const struct = (text: string, inner: Readonly<Record<string, StructShape>>): StructShape =>
  text.split(" ").map((name) => (inner[name] ? ([name, inner[name]] as const) : name));

const items = fields("key path mode");
const keyRef = fields("name key optional");
const probe = struct(
  "exec httpGet tcpSocket grpc initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold terminationGracePeriodSeconds",
  { httpGet: fields("path port host scheme httpHeaders"), tcpSocket: fields("port host") },
);
const container = struct(
  "name image command args workingDir ports envFrom env resources resizePolicy restartPolicy volumeMounts volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty",
  {
    ports: fields("name hostPort containerPort protocol hostIP"),
    envFrom: fields("prefix configMapRef secretRef"),
    env: struct("name value valueFrom", {
      valueFrom: struct("fieldRef resourceFieldRef configMapKeyRef secretKeyRef", {
        fieldRef: fields("apiVersion fieldPath"),
        resourceFieldRef: fields("containerName resource divisor"),
        configMapKeyRef: keyRef,
        secretKeyRef: keyRef,
      }),
    }),
    volumeMounts: fields("name readOnly recursiveReadOnly mountPath subPath mountPropagation subPathExpr"),
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: probe,
  },
);
const podSpec = struct(
  "volumes initContainers containers ephemeralContainers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC shareProcessNamespace securityContext imagePullSecrets hostname subdomain affinity schedulerName tolerations hostAliases priorityClassName priority dnsConfig readinessGates runtimeClassName enableServiceLinks preemptionPolicy overhead topologySpreadConstraints",
  {
    volumes: struct("name hostPath emptyDir secret persistentVolumeClaim configMap projected", {
      hostPath: fields("path type"),
      emptyDir: fields("medium sizeLimit"),
      secret: struct("secretName items defaultMode optional", { items }),
      persistentVolumeClaim: fields("claimName readOnly"),
      configMap: struct("name items defaultMode optional", { items }),
      projected: fields("sources defaultMode"),
    }),
    initContainers: container,
    containers: container,
    tolerations: fields("key operator value effect tolerationSeconds"),
  },
);
const template = struct("metadata spec", { metadata: metadataShape, spec: podSpec });
const condition = fields(
  "type status observedGeneration lastProbeTime lastUpdateTime lastTransitionTime reason message",
);
const selector = fields("matchLabels matchExpressions");
const workload = { template, selector };
const jobSpec = struct(
  "parallelism completions activeDeadlineSeconds podFailurePolicy backoffLimit selector manualSelector template ttlSecondsAfterFinished completionMode suspend",
  workload,
);
const backend = struct("service resource", {
  service: struct("name port", { port: fields("name number") }),
});
const subjects = fields("kind apiGroup name namespace");
const rules = fields("verbs apiGroups resources resourceNames nonResourceURLs");
const target = fields("type value averageValue averageUtilization");

/** What stands behind `kind`, `apiVersion` and `metadata` in the kinds that kubectl reads into structs of its own. */
const bodies: Readonly<Record<string, StructShape>> = {
  Pod: struct("spec status", { spec: podSpec }),
  Deployment: struct("spec status", {
    spec: struct(
      "replicas selector template strategy minReadySeconds revisionHistoryLimit paused progressDeadlineSeconds",
      { ...workload, strategy: struct("type rollingUpdate", { rollingUpdate: fields("maxUnavailable maxSurge") }) },
    ),
    status: struct(
      "observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas conditions",
      { conditions: condition },
    ),
  }),
  StatefulSet: struct("spec status", {
    spec: struct(
      "replicas selector template volumeClaimTemplates serviceName podManagementPolicy updateStrategy revisionHistoryLimit",
      { ...workload, updateStrategy: fields("type rollingUpdate") },
    ),
    status: fields(
      "observedGeneration replicas readyReplicas currentReplicas updatedReplicas currentRevision updateRevision collisionCount conditions availableReplicas",
    ),
  }),
  DaemonSet: struct("spec status", {
    spec: struct("selector template updateStrategy minReadySeconds revisionHistoryLimit", workload),
  }),
  Job: struct("spec status", { spec: jobSpec }),
  CronJob: struct("spec status", {
    spec: struct(
      "schedule timeZone startingDeadlineSeconds concurrencyPolicy suspend jobTemplate successfulJobsHistoryLimit failedJobsHistoryLimit",
      { jobTemplate: struct("metadata spec", { metadata: metadataShape, spec: jobSpec }) },
    ),
  }),
  ConfigMap: fields("immutable data binaryData"),
  Secret: fields("immutable data stringData type"),
  Service: struct("spec status", {
    spec: struct(
      "ports selector clusterIP clusterIPs type externalIPs sessionAffinity loadBalancerIP loadBalancerSourceRanges externalName externalTrafficPolicy",
      { ports: fields("name protocol appProtocol port targetPort nodePort") },
    ),
  }),
  Role: struct("rules", { rules }),
  ClusterRole: struct("rules aggregationRule", { rules }),
  RoleBinding: struct("subjects roleRef", { subjects, roleRef: fields("apiGroup kind name") }),
  ClusterRoleBinding: struct("subjects roleRef", { subjects, roleRef: fields("apiGroup kind name") }),
  ServiceAccount: fields("secrets imagePullSecrets automountServiceAccountToken"),
  Namespace: fields("spec status"),
  ResourceQuota: struct("spec status", { spec: fields("hard scopes scopeSelector"), status: fields("hard used") }),
  PodDisruptionBudget: struct("spec status", {
    spec: struct("minAvailable selector maxUnavailable", { selector }),
    status: fields("observedGeneration disruptedPods disruptionsAllowed currentHealthy desiredHealthy expectedPods"),
  }),
  PriorityClass: fields("value globalDefault description preemptionPolicy"),
  Ingress: struct("spec status", {
    spec: struct("ingressClassName defaultBackend tls rules", {
      defaultBackend: backend,
      tls: fields("hosts secretName"),
      rules: struct("host http", {
        http: struct("paths", { paths: struct("path pathType backend", { backend }) }),
      }),
    }),
  }),
  HorizontalPodAutoscaler: struct("spec status", {
    spec: struct("scaleTargetRef minReplicas maxReplicas metrics behavior targetCPUUtilizationPercentage", {
      scaleTargetRef: fields("kind name apiVersion"),
      metrics: struct("type object pods resource", { resource: struct("name target", { target }) }),
    }),
    status: fields(
      "observedGeneration lastScaleTime currentReplicas desiredReplicas currentMetrics currentCPUUtilizationPercentage conditions",
    ),
  }),
};

/** The order of the fields of such an object; undefined for another kind, whose names are sorted. */
export function typedShape(object: unknown): StructShape | undefined {
  const body = isMap(object) ? bodies[String(object["kind"])] : undefined;
  return body && ["kind", "apiVersion", ["metadata", metadataShape], ...body];
}
