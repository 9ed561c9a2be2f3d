import type { Manifest } from "./manifest";

const IMAGE = "localhost/sie-api:0.9.3";

/** A pod template whose containers sleep. */
export function sleeping(app: string, containers: readonly string[] = ["app"]) {
  return {
    metadata: { labels: { app } },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: containers.map((name) => ({
        name,
        image: IMAGE,
        imagePullPolicy: "IfNotPresent",
        command: ["sh", "-c", `echo ${name} started; echo ${name} ready; exec sleep 100000`],
        env: [{ name: "PORT", value: "8080" }],
        resources: { limits: { memory: "32Mi" }, requests: { memory: "4Mi", cpu: "1m" } },
      })),
    },
  };
}

/** The same for pods that no node takes: a change of them can be compared, and they cost the machine nothing. */
export function homeless(app: string, containers?: readonly string[]) {
  const { metadata, spec } = sleeping(app, containers);
  return { metadata, spec: { ...spec, nodeSelector: { "example.com/nosuch": "true" } } };
}

export function deployment(
  name: string,
  replicas: number,
  template: ReturnType<typeof sleeping> = sleeping(name),
): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels: { app: name } },
    spec: { replicas, selector: { matchLabels: { app: name } }, template },
  };
}

/** A node that no machine stands behind. Nodes have no namespace, so that it has the twin's in its name. */
function node(name: string, namespace: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: `${namespace}.${name}`, labels: { twin: namespace, node: `${namespace}.${name}` } },
  };
}

function podOn(name: string, namespace: string): Manifest {
  const { spec } = sleeping(name);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: name } },
    // Without the secret of its own, whose name is made up.
    spec: { ...spec, nodeName: `${namespace}.${name}`, automountServiceAccountToken: false },
  };
}

/** A request in PEM, in base64: of a subject with several parts, and for names of every kind. */
const REQUEST = [
  "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQlZEQ0IvQUlCQURBN01RNHdEQVlEVlFRRERBVnliMkp2ZERF",
  "Tk1Bc0dBMVVFQ2d3RVlteDFaVEVPTUF3RwpBMVVFQ2d3RlozSmxaVzR4Q2pBSUJnTlZCQXNNQVhnd1dUQVRCZ2NxaGtqT1BRSUJC",
  "Z2dxaGtqT1BRTUJCd05DCkFBVFBvRzh4cjlrMXhvZldvQ3JwWjR3SnEwSTh5T1hEQjRwb0RBbkVBd1dwYWdHaVlrOWpOdWtkL0FP",
  "TWNZMnIKUmluSjVNc3ZHeWcvb2RBbGZGbitNdlBpb0Y4d1hRWUpLb1pJaHZjTkFRa09NVkF3VGpCTUJnTlZIUkVFUlRCRApnZzkz",
  "WldJdVpYaGhiWEJzWlM1amIyMkNEV0l1WlhoaGJYQnNaUzVqYjIySEJBb0FBQUdCRFdGQVpYaGhiWEJzClpTNWpiMjJHREhOd2FX",
  "Wm1aVG92TDNndmVUQUtCZ2dxaGtqT1BRUURBZ05IQURCRUFpQTFlRUhWelBURWVNL0YKMDVCczVteTNJYjFrY1RwTHEvaVBwOFF4",
  "VjlDcWdRSWdkczFFUjZCUnplWWFJaXZsNGE2dWxoYzZoWWZrRDllNQpyemhxelI0UlpSST0KLS0tLS1FTkQgQ0VSVElGSUNBVEUg",
  "UkVRVUVTVC0tLS0tCg==",
].join("");

/** Its signer is nobody, so that nothing comes of it. */
function certificateRequest(name: string, namespace: string): Manifest {
  return {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    metadata: { name: `${namespace}.${name}`, labels: { twin: namespace } },
    spec: { request: REQUEST, signerName: "example.com/none", usages: ["client auth"] },
  };
}

/** What a case that changes something may start from, made once for the real kubectl and once for ours. */
export const fixtures: Readonly<Record<string, (name: string, namespace: string) => readonly Manifest[]>> = {
  nothing: () => [],
  deployment: (name) => [deployment(name, 0, homeless(name))],
  "deployment of two containers": (name) => [deployment(name, 0, homeless(name, ["app", "sidecar"]))],
  "deployment with a pod": (name) => [deployment(name, 1, homeless(name))],
  "stateful set": (name) => [
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name },
      spec: { replicas: 0, serviceName: name, selector: { matchLabels: { app: name } }, template: homeless(name) },
    },
  ],
  "cron job": (name) => [
    {
      apiVersion: "batch/v1beta1",
      kind: "CronJob",
      metadata: { name },
      spec: {
        schedule: "0 3 1 1 *",
        suspend: true,
        jobTemplate: { spec: { template: { spec: { ...sleeping(name).spec, restartPolicy: "Never" } } } },
      },
    },
  ],
  node: (name, namespace) => [node(name, namespace)],
  // From the beginning: the controller that taints new nodes writes over what comes right after.
  "tainted node": (name, namespace) => [
    { ...node(name, namespace), spec: { taints: [{ key: "a", value: "b", effect: "NoSchedule" }] } },
  ],
  "node with a pod": (name, namespace) => [node(name, namespace), podOn(name, namespace)],
  "pod without a node": (name) => [
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name },
      spec: homeless(name).spec,
    },
  ],
  "certificate request": (name, namespace) => [certificateRequest(name, namespace)],
  "role binding": (name) => [
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "none" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "ann" }],
    },
  ],
  "config map": (name) => [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { key: "value" } }],
};
