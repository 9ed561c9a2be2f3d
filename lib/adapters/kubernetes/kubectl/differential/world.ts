import type { ClusterConnection } from "../../connection";
import { deployment, sleeping } from "./fixtures";
import { create, type Manifest } from "./manifest";
import type { Program } from "./programs";

const pod = (name: string, script: string, extra: Readonly<Record<string, unknown>> = {}): Manifest => {
  const { spec } = sleeping(name);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: name, shape: "lone" } },
    spec: {
      ...spec,
      restartPolicy: "Never",
      containers: spec.containers.map((container) => ({ ...container, command: ["sh", "-c", script], ...extra })),
    },
  };
};

const SECOND_START = "if [ -e /kept/x ]; then echo again; exec sleep 100000; fi; touch /kept/x; echo first; exit 3";

/** A pod that ended once and was started again. Of its containers it says which is meant; of one it has a log before. */
const restarted: Manifest = {
  ...pod("restarted", "true"),
  metadata: { name: "restarted", annotations: { "kubectl.kubernetes.io/default-container": "main" } },
  spec: {
    ...sleeping("restarted").spec,
    volumes: [{ name: "kept", emptyDir: {} }],
    containers: sleeping("restarted", ["side", "main"]).spec.containers.map((container) => ({
      ...container,
      ...(container.name === "main" && { command: ["sh", "-c", SECOND_START] }),
      volumeMounts: [{ name: "kept", mountPath: "/kept" }],
    })),
  },
};

/** Its annotation names a container that it does not have. */
const misled: Manifest = {
  ...pod("failed", "echo going down; exit 3"),
  metadata: {
    name: "failed",
    labels: { app: "failed", shape: "lone" },
    annotations: { "kubectl.kubernetes.io/default-container": "nosuch" },
  },
};

const withInit = (base: Manifest, init: string): Manifest => {
  const { spec, metadata } = sleeping(base.metadata.name, ["web", "sidecar"]);
  return {
    ...base,
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: base.metadata.name } },
      template: {
        metadata: { labels: { ...metadata.labels, tier: "front", "example.com/team": "blue" } },
        spec: {
          ...spec,
          initContainers: spec.containers
            .slice(0, 1)
            .map((container) => ({ ...container, name: init, command: ["sh", "-c", "echo prepared"] })),
        },
      },
    },
  };
};

/** A kind of the world's own. Its group carries the namespace, so that two suites at once do not meet. */
function widgetDefinition(namespace: string): Manifest {
  const group = `${namespace}.example.com`;
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: {
        plural: "widgets",
        singular: "widget",
        kind: "Widget",
        shortNames: [`w${namespace.slice(-8)}`],
        categories: ["all"],
      },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema,
          additionalPrinterColumns: [
            { name: "Size", type: "integer", jsonPath: ".spec.size" },
            { name: "Colour", type: "string", jsonPath: ".spec.colour", priority: 1 },
            { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
          ],
        },
      ],
    },
  };
}

const workloads: readonly Manifest[] = [
  withInit(deployment("web", 2), "prepare"),
  deployment("api", 1),
  deployment("idle", 0),
  pod("talker", "i=0; while [ $i -lt 20 ]; do i=$((i+1)); echo line $i; done; echo last >&2; exec sleep 100000"),
  misled,
  restarted,
  pod("done", "echo finished"),
  pod("waiting", "true", { imagePullPolicy: "Never", image: "localhost/nosuch:1" }),
  {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "count" },
    spec: {
      backoffLimit: 0,
      template: { spec: pod("count", "echo 1; echo 2; echo 3")["spec"] },
    },
  },
  {
    apiVersion: "batch/v1beta1",
    kind: "CronJob",
    metadata: { name: "nightly" },
    spec: {
      schedule: "0 3 * * *",
      suspend: true,
      jobTemplate: { spec: { template: { spec: pod("nightly", "true")["spec"] } } },
    },
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "store" },
    spec: {
      replicas: 0,
      serviceName: "store",
      selector: { matchLabels: { app: "store" } },
      template: sleeping("store"),
    },
  },
];

const settings: readonly Manifest[] = [
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", annotations: { "example.com/note": `it's "quoted"` } },
    // Values that a YAML writer has to think about.
    data: {
      "app.properties": "a=1\nb=2\n",
      empty: "",
      number: "12",
      float: "1e3",
      hex: "0x1F",
      octal: "010",
      yes: "yes",
      nothing: "null",
      tilde: "~",
      date: "2024-01-02",
      time: "12:30:45",
      colon: "a: b",
      hash: "a #b",
      star: "*a",
      dash: "- a",
      quote: `it's`,
      double: `say "x"`,
      "space.end": "x ",
      "space.start": " x",
      tab: "a\tb",
      "tab.lines": "a\tb\nc",
      "lines.no.end": "a\nb",
      "lines.two.ends": "a\n\n",
      "lines.indented": "  a\nb\n",
      long: "word ".repeat(60),
      unicode: "grün ✔ 😀",
      control: "a\u0007b",
      json: `{"a": [1, 2]}`,
      percent: "%x",
      at: "@x",
      bang: "!x",
      question: "? x",
      html: "<a>&</a>",
    },
  },
  { apiVersion: "v1", kind: "Secret", metadata: { name: "token" }, data: { password: "aHVudGVyMi1odW50ZXIy" } },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", labels: { app: "web" } },
    spec: { type: "NodePort", selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "disk" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, storageClassName: "none" },
  },
  {
    apiVersion: "autoscaling/v1",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "idle" },
    spec: {
      minReplicas: 1,
      maxReplicas: 3,
      targetCPUUtilizationPercentage: 80,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "idle" },
    },
  },
  {
    apiVersion: "policy/v1beta1",
    kind: "PodDisruptionBudget",
    metadata: { name: "web" },
    spec: { minAvailable: 1, selector: { matchLabels: { app: "web" } } },
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "reader" },
    rules: [{ apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", "list"] }],
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "web" },
    spec: {
      rules: [
        {
          host: "web.example.com",
          http: {
            paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { number: 80 } } } }],
          },
        },
      ],
    },
  },
];

/** Makes what the reading cases look at, and waits until nothing of it moves any more. */
export async function makeWorld(connection: ClusterConnection, real: Program, namespace: string): Promise<void> {
  const definition = widgetDefinition(namespace);
  await create(connection, [definition, ...settings, ...workloads], namespace);
  const condition = (wanted: string, ...words: string[]) => ["wait", `--for=${wanted}`, ...words, "-n", namespace];
  const waits = [
    ["wait", "--for=condition=Established", `crd/${definition.metadata.name}`],
    condition("condition=Available", "deploy/web", "deploy/api", "deploy/idle"),
    condition("condition=Complete", "job/count"),
    condition("condition=Ready", "pod/talker"),
    condition("jsonpath={.status.containerStatuses[?(@.name=='main')].restartCount}=1", "pod/restarted"),
    condition("jsonpath={.status.phase}=Failed", "pod/failed"),
    condition("jsonpath={.status.phase}=Succeeded", "pod/done"),
    condition("jsonpath={.status.containerStatuses[0].state.waiting.reason}=ErrImageNeverPull", "pod/waiting"),
  ];
  const outcomes = await Promise.all(waits.map((argv) => real({ argv: [...argv, "--timeout=90s"] })));
  const failed = outcomes.find(({ exitCode }) => exitCode !== 0);
  if (failed) {
    throw new Error(`the world is not as it should be: ${failed.stderr}`);
  }
  const specs = {
    small: { size: 1, colour: "blue" },
    large: { size: 2, colour: "blue" },
    // A column without a value, and one that a terminal must not be given as it is.
    odd: { colour: "first\nsecond \u001b[31mred\r" },
  };
  const widgets = Object.entries(specs).map(([name, spec]) => ({
    apiVersion: `${namespace}.example.com/v1`,
    kind: "Widget",
    metadata: { name },
    spec,
  }));
  await create(connection, widgets, namespace);
}

/** Takes away all that a suite made. */
export async function removeWorld(real: Program, namespaces: readonly string[]): Promise<void> {
  const [world = ""] = namespaces;
  await real({ argv: ["delete", "crd", `widgets.${world}.example.com`, "--ignore-not-found", "--wait=false"] });
  await real({ argv: ["delete", "namespace", ...namespaces, "--ignore-not-found", "--wait=false"] });
}
