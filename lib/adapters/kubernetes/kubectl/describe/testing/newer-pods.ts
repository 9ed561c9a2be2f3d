import { amounts, CREATED, container, core, local, uid, wide } from "./made";
import type { Standing } from "./standing-cluster";

/** Pods with the fields of later versions, and a node for them. */
export const pods: readonly Standing[] = [
  local(core("pods", "Pod", "full"), {
    metadata: {
      deletionTimestamp: "2024-03-02T10:00:00Z",
      deletionGracePeriodSeconds: 30,
      annotations: { "kubernetes.io/config.mirror": "mirrored", escape: "red \u001b[31m\rback" },
      ownerReferences: [{ apiVersion: "v1", kind: "Node", name: "big", uid: uid("big"), controller: true }],
    },
    spec: {
      nodeName: "big",
      priority: -5,
      priorityClassName: "low",
      runtimeClassName: "gvisor",
      serviceAccountName: "bot",
      securityContext: { seccompProfile: { type: "Localhost", localhostProfile: "p.json" } },
      resources: amounts("2", "1Gi"),
      initContainers: [
        container("side", { restartPolicy: "Always", resources: amounts("100m", "100Mi") }),
        container("start", { resources: amounts("3", "10Mi") }),
      ],
      containers: [
        container("main", {
          ports: [
            { name: "web", containerPort: 80, hostPort: 8080, protocol: "TCP" },
            { containerPort: 53, protocol: "UDP" },
          ],
          livenessProbe: { grpc: { port: 9, service: "health" }, periodSeconds: 10, failureThreshold: 3 },
          readinessProbe: { httpGet: { host: "fe80::1", path: "no/slash (x)", port: "web", scheme: "HTTP" } },
          securityContext: { seccompProfile: { type: "Localhost", localhostProfile: "c.json" } },
          env: [{ name: "UNKNOWN", valueFrom: { fileKeyRef: { key: "k", path: "p", volumeName: "v" } } }],
          volumeMounts: [{ name: "img", mountPath: "/i", readOnly: true, recursiveReadOnly: "Enabled" }],
        }),
        container("second"),
      ],
      ephemeralContainers: [container("debug", { targetContainerName: "main", command: ["sh"] })],
      volumes: [
        { name: "img", image: { reference: "r/a:1", pullPolicy: "Always" } },
        {
          name: "eph",
          ephemeral: {
            volumeClaimTemplate: {
              metadata: { labels: { a: "b", c: "d" } },
              spec: {
                accessModes: ["ReadWriteOnce"],
                storageClassName: "fast",
                volumeMode: "Filesystem",
                resources: { requests: { storage: "1Gi" } },
                dataSource: { apiGroup: "snap.example", kind: "Snap", name: "s" },
              },
            },
          },
        },
        { name: "token", projected: { sources: [{ serviceAccountToken: { path: "t", expirationSeconds: 3607 } }] } },
        { name: "trust", projected: { sources: [{ clusterTrustBundle: { name: "b", path: "p" } }] } },
        { name: "odd", brandNew: {} },
      ],
      tolerations: [{ operator: "Exists", effect: "NoSchedule" }],
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: {} },
      ],
    },
    status: {
      phase: "Running",
      reason: "Because",
      message: "It is so",
      hostIP: "10.0.0.9",
      podIP: "fd00::1",
      podIPs: [{ ip: "fd00::1" }, { ip: "10.1.1.1" }],
      nominatedNodeName: "other",
      qosClass: "Guaranteed",
      startTime: CREATED,
      initContainerStatuses: [
        { name: "side", ready: true, restartCount: 0, imageID: "i", state: { running: { startedAt: CREATED } } },
      ],
      containerStatuses: [
        {
          name: "main",
          containerID: "c://1",
          imageID: "i",
          ready: false,
          restartCount: 3,
          state: { waiting: { message: "no reason given" } },
          lastState: {
            terminated: { exitCode: 0, signal: 9, startedAt: CREATED, finishedAt: "2024-03-01T10:05:00Z" },
          },
        },
      ],
      ephemeralContainerStatuses: [
        {
          name: "debug",
          ready: false,
          restartCount: 0,
          imageID: "",
          state: { terminated: { exitCode: 1, reason: "Error" } },
        },
      ],
    },
  }),
  local(core("pods", "Pod", "plain"), {
    spec: {
      nodeName: "big",
      overhead: { cpu: "250m", memory: "120Mi" },
      containers: [
        container("a", { resources: amounts("1500m", "1500Mi") }),
        container("b", { resources: { requests: { cpu: "1", "example.com/gpu": "1" } } }),
      ],
    },
    status: {
      phase: "Pending",
      containerStatuses: [
        {
          name: "a",
          ready: true,
          restartCount: 0,
          imageID: "",
          resources: amounts("2", "2Gi"),
          allocatedResources: { cpu: "1750m" },
        },
      ],
    },
  }),
];

export const node = wide(core("nodes", "Node", "big"), {
  metadata: {
    labels: { "node-role.kubernetes.io/worker": "", "node-role.kubernetes.io/edge": "", "kubernetes.io/role": "main" },
  },
  spec: {
    unschedulable: true,
    providerID: "cloud://1",
    podCIDR: "10.1.0.0/24",
    podCIDRs: ["10.1.0.0/24", "fd00::/64"],
    taints: [
      { key: "b", value: "1", effect: "NoSchedule" },
      { key: "a", effect: "NoExecute", timeAdded: CREATED },
    ],
  },
  status: {
    capacity: { cpu: "8", memory: "16Gi", pods: "110", "example.com/gpu": "4", "hugepages-2Mi": "64Mi" },
    allocatable: { cpu: "7800m", memory: "15Gi", pods: "110", "example.com/gpu": "4", "hugepages-2Mi": "64Mi" },
    addresses: [{ type: "InternalIP", address: "10.0.0.9" }],
    nodeInfo: { kubeletVersion: "v1.36.0", kubeProxyVersion: "", swap: { capacity: 1024 } },
  },
});
