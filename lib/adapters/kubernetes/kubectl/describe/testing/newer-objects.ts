import { CREATED, core, local, template, uid, wide } from "./made";
import { network } from "./newer-network";
import { node, pods } from "./newer-pods";
import type { Standing } from "./standing-cluster";

const batch: readonly Standing[] = [
  local(
    { plural: "cronjobs", apiVersion: "batch/v1", kind: "CronJob", name: "nightly" },
    {
      spec: {
        schedule: "0 3 * * *",
        timeZone: "Europe/Berlin",
        concurrencyPolicy: "Forbid",
        suspend: true,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 0,
        startingDeadlineSeconds: 60,
        jobTemplate: { spec: { parallelism: 2, completions: 4, activeDeadlineSeconds: 90, selector: {}, template } },
      },
      status: { lastScheduleTime: CREATED, active: [{ name: "n-1" }, { name: "n-2" }] },
    },
  ),
  local(
    { plural: "cronjobs", apiVersion: "batch/v1", kind: "CronJob", name: "busy" },
    { spec: { schedule: "@hourly", concurrencyPolicy: "Allow", jobTemplate: { spec: { template } } }, status: {} },
  ),
  local(
    { plural: "jobs", apiVersion: "batch/v1", kind: "Job", name: "indexed" },
    {
      spec: {
        selector: { matchLabels: { b: "2", a: "1" } },
        completionMode: "Indexed",
        completions: 100,
        suspend: false,
        template,
      },
      status: {
        startTime: CREATED,
        completionTime: "2024-03-01T11:12:13Z",
        ready: 2,
        active: 3,
        completedIndexes: "0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38",
      },
    },
  ),
  local(
    { plural: "statefulsets", apiVersion: "apps/v1", kind: "StatefulSet", name: "unavailable" },
    {
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: "x" } },
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0, maxUnavailable: "25%" } },
        template,
      },
      status: { replicas: 2 },
    },
  ),
];

const scaler = (name: string, content: Readonly<Record<string, unknown>>): Standing =>
  local(
    { plural: "horizontalpodautoscalers", apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", name },
    content,
  );
const metric = { name: "hits" };
const described = { kind: "Service", name: "web", apiVersion: "v1" };
const scaling: readonly Standing[] = [
  scaler("all", {
    spec: {
      scaleTargetRef: { kind: "Deployment", name: "web", apiVersion: "apps/v1" },
      minReplicas: 2,
      maxReplicas: 9,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
        { type: "Resource", resource: { name: "memory", target: { type: "AverageValue", averageValue: "100Mi" } } },
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization" } } },
        {
          type: "ContainerResource",
          containerResource: { name: "cpu", container: "c", target: { type: "Utilization", averageUtilization: 50 } },
        },
        {
          type: "ContainerResource",
          containerResource: { name: "memory", container: "c", target: { type: "AverageValue", averageValue: "1Gi" } },
        },
        { type: "Pods", pods: { metric, target: { type: "AverageValue", averageValue: "10" } } },
        { type: "Object", object: { metric, describedObject: described, target: { type: "Value", value: "2k" } } },
        {
          type: "Object",
          object: { metric, describedObject: described, target: { type: "AverageValue", averageValue: "3" } },
        },
        { type: "External", external: { metric, target: { type: "Value", value: "4" } } },
        { type: "External", external: { metric, target: { type: "AverageValue", averageValue: "5" } } },
        { type: "Novel" },
      ],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 0,
          selectPolicy: "Max",
          policies: [{ type: "Pods", value: 4, periodSeconds: 15 }],
        },
        scaleDown: { policies: [{ type: "Percent", value: 10, periodSeconds: 60 }] },
      },
    },
    status: {
      currentReplicas: 3,
      desiredReplicas: 4,
      currentMetrics: [
        { type: "Resource", resource: { name: "cpu", current: { averageUtilization: 70, averageValue: "700m" } } },
        { type: "Resource", resource: { name: "memory", current: { averageValue: "90Mi" } } },
        { type: "Resource", resource: { name: "cpu", current: { averageValue: "1" } } },
        {
          type: "ContainerResource",
          containerResource: { name: "cpu", container: "c", current: { averageUtilization: 1, averageValue: "1m" } },
        },
        {
          type: "ContainerResource",
          containerResource: { name: "memory", container: "c", current: { averageValue: "1" } },
        },
        { type: "Pods", pods: { metric, current: { averageValue: "9500m" } } },
        { type: "Object", object: { metric, describedObject: described, current: { value: "1500" } } },
        { type: "Object", object: { metric, describedObject: described, current: { averageValue: "2", value: "0" } } },
        { type: "External", external: { metric, current: { value: "3" } } },
        { type: "External", external: { metric, current: { averageValue: "4" } } },
      ],
      conditions: [{ type: "AbleToScale", status: "True", reason: "Ready", message: "so it is" }],
    },
  }),
  scaler("plain", {
    spec: {
      scaleTargetRef: { kind: "Deployment", name: "web" },
      maxReplicas: 3,
      metrics: [
        { type: "Pods", pods: { metric, target: { type: "AverageValue", averageValue: "10" } } },
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
      ],
    },
    status: { desiredReplicas: 0 },
  }),
];

const storage: readonly Standing[] = [
  local(core("persistentvolumeclaims", "PersistentVolumeClaim", "growing"), {
    metadata: {
      finalizers: ["a", "b"],
      ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "full", uid: uid("full") }],
      annotations: { "volume.beta.kubernetes.io/storage-class": "old" },
    },
    spec: {
      volumeName: "v",
      accessModes: ["ReadWriteOncePod"],
      dataSource: { kind: "PersistentVolumeClaim", name: "from" },
    },
    status: {
      phase: "Bound",
      accessModes: ["ReadWriteOncePod", "ReadWriteOnce"],
      capacity: { storage: "1536Mi" },
      conditions: [{ type: "Resizing", status: "True", lastTransitionTime: CREATED, message: "bigger" }],
    },
  }),
  wide(core("persistentvolumes", "PersistentVolume", "leaving"), {
    metadata: { deletionTimestamp: "2024-03-02T10:00:00Z" },
    spec: {
      capacity: { storage: "1Gi" },
      claimRef: { namespace: "default", name: "growing" },
      azureFile: { secretName: "s", shareName: "h", secretNamespace: "ns" },
      nodeAffinity: {},
    },
    status: { phase: "Bound", message: "leaving" },
  }),
  wide(
    { plural: "volumeattributesclasses", apiVersion: "storage.k8s.io/v1", kind: "VolumeAttributesClass", name: "gold" },
    { driverName: "d.example", parameters: { iops: "9000", a: "b" } },
  ),
  wide(
    { plural: "csinodes", apiVersion: "storage.k8s.io/v1", kind: "CSINode", name: "big" },
    {
      spec: {
        drivers: [
          { name: "d.example", nodeID: "n", allocatable: { count: 3 }, topologyKeys: ["a", "b"] },
          { name: "e.example", nodeID: "m", topologyKeys: null },
        ],
      },
    },
  ),
];

const rest: readonly Standing[] = [
  local(
    { plural: "poddisruptionbudgets", apiVersion: "policy/v1", kind: "PodDisruptionBudget", name: "least" },
    {
      spec: { minAvailable: "50%", selector: { matchLabels: { a: "b" } } },
      status: { disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 3, expectedPods: 4 },
    },
  ),
  local(
    { plural: "poddisruptionbudgets", apiVersion: "policy/v1", kind: "PodDisruptionBudget", name: "most" },
    { spec: { maxUnavailable: 0 }, status: {} },
  ),
  wide(core("namespaces", "Namespace", "leaving"), {
    status: {
      phase: "Terminating",
      conditions: [
        {
          type: "NamespaceContentRemaining",
          status: "True",
          lastTransitionTime: CREATED,
          reason: "SomeLeft",
          message: "1 pod",
        },
      ],
    },
  }),
  wide(core("namespaces", "Namespace", "default"), { status: { phase: "Active" } }),
  local(core("resourcequotas", "ResourceQuota", "formats"), {
    spec: { hard: { memory: "1Gi", cpu: "4", storage: "1G" }, scopes: ["PriorityClass", "Terminating"] },
    status: {
      hard: { memory: "1Gi", cpu: "4", storage: "1G" },
      used: { memory: "500M", cpu: "1500m", storage: "512Mi" },
    },
  }),
];

/** What a cluster of today may hold that one of 1.20 cannot. */
export const objects: readonly Standing[] = [...pods, node, ...batch, ...network, ...scaling, ...storage, ...rest];
