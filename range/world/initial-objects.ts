import { timestamp, type WorldContext } from "./context.ts";
import { objectMeta } from "./object-meta.ts";
import type { Deployment, KubernetesObject, Node } from "./objects.ts";
import { initialWorkloads, type Workload } from "./workloads.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const CLUSTER_AGE_DAYS = 73;
const NODE_NAMES = ["range-node-1", "range-node-2"] as const;

function aged<T extends KubernetesObject>(context: WorldContext, object: T, days: number): T {
  const creationTimestamp = timestamp(context.nowMs - days * DAY_MS);
  return { ...object, metadata: { ...object.metadata, creationTimestamp } };
}

function namespaceObject(context: WorldContext, name: string): KubernetesObject {
  const labels = { "kubernetes.io/metadata.name": name };
  const namespace = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { ...objectMeta(context, { name }), labels },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  };
  return aged(context, namespace, CLUSTER_AGE_DAYS);
}

function nodeConditions(context: WorldContext): Node["status"]["conditions"] {
  const since = timestamp(context.nowMs - CLUSTER_AGE_DAYS * DAY_MS);
  const times = { lastTransitionTime: since, lastHeartbeatTime: timestamp(context.nowMs) };
  const pressures = [
    ["MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"],
    ["DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
    ["PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"],
  ] as const;
  return [
    ...pressures.map(([type, reason, message]) => ({ type, status: "False" as const, reason, message, ...times })),
    { type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status", ...times },
  ];
}

function nodeObject(context: WorldContext, name: string, index: number): Node {
  const node: Node = {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      ...objectMeta(context, { name }),
      labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64" },
    },
    spec: { podCIDR: `10.244.${index + 1}.0/24` },
    status: {
      capacity: { cpu: "8", memory: "16393220Ki", pods: "110", "ephemeral-storage": "101430960Ki" },
      allocatable: { cpu: "7910m", memory: "15061916Ki", pods: "110", "ephemeral-storage": "93478772Ki" },
      conditions: nodeConditions(context),
      addresses: [
        { type: "InternalIP", address: `10.0.0.${11 + index}` },
        { type: "Hostname", address: name },
      ],
      nodeInfo: {
        machineID: context.random.hex(32),
        systemUUID: context.random.uuid(),
        bootID: context.random.uuid(),
        kernelVersion: "6.12.41",
        osImage: "Debian GNU/Linux 13 (trixie)",
        containerRuntimeVersion: "containerd://2.1.4",
        kubeletVersion: "v1.34.1",
        kubeProxyVersion: "",
        operatingSystem: "linux",
        architecture: "amd64",
      },
    },
  };
  return aged(context, node, CLUSTER_AGE_DAYS);
}

function deploymentObject(context: WorldContext, workload: Workload): Deployment {
  const labels = { app: workload.name };
  const { namespace, name } = workload;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { ...objectMeta(context, { namespace, name }), generation: 1, labels },
    spec: {
      replicas: workload.replicas,
      selector: { matchLabels: labels },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: workload.container,
              image: workload.image,
              imagePullPolicy: "IfNotPresent",
              ports: [{ name: "http", containerPort: workload.port, protocol: "TCP" }],
              ...(workload.env.length === 0 ? {} : { env: workload.env }),
              resources: { limits: workload.limits, requests: workload.requests },
              terminationMessagePath: "/dev/termination-log",
              terminationMessagePolicy: "File",
            },
          ],
          restartPolicy: "Always",
          terminationGracePeriodSeconds: 30,
          dnsPolicy: "ClusterFirst",
          schedulerName: "default-scheduler",
        },
      },
    },
    status: {},
  };
}

function serviceObject(context: WorldContext, workload: Workload, index: number): KubernetesObject {
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: objectMeta(context, { namespace: workload.namespace, name: workload.name }),
    spec: {
      type: "ClusterIP",
      clusterIP: `10.96.12.${20 + index}`,
      clusterIPs: [`10.96.12.${20 + index}`],
      selector: { app: workload.name },
      ports: [{ name: "http", port: workload.port, protocol: "TCP", targetPort: workload.port }],
    },
    status: { loadBalancer: {} },
  };
  return aged(context, service, workload.ageDays);
}

/** Fills an empty store with the namespaces, nodes, services and deployments the range starts with. */
export function createInitialObjects(context: WorldContext): void {
  for (const name of ["default", "kube-system", "kube-public", "sie"]) {
    context.store.put("namespaces", namespaceObject(context, name));
    const config = { ...objectMeta(context, { namespace: name, name: "kube-root-ca.crt" }) };
    const map = { apiVersion: "v1", kind: "ConfigMap", metadata: config, data: { "ca.crt": "" } };
    context.store.put("configmaps", aged(context, map, CLUSTER_AGE_DAYS));
  }
  NODE_NAMES.forEach((name, index) => {
    context.store.put("nodes", nodeObject(context, name, index));
  });
  initialWorkloads().forEach((workload, index) => {
    context.store.put("deployments", aged(context, deploymentObject(context, workload), workload.ageDays));
    context.store.put("services", serviceObject(context, workload, index));
  });
}
