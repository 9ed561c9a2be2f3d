import type { AppModelName } from "./app-models.ts";
import type { EnvironmentVariable, Pod } from "./objects.ts";

/** A workload the range starts with, and how a container of it behaves. */
export interface Workload {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly image: string;
  readonly port: number;
  readonly replicas: number;
  readonly env: readonly EnvironmentVariable[];
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
  readonly model: AppModelName;
  /** Seconds from the start of the container until it is ready. */
  readonly startupSeconds: number;
  /** The main process as `ps` shows it; the first word's base name is what `pgrep` finds. */
  readonly commandLine: string;
  /** Days the deployment has existed. */
  readonly ageDays: number;
}

const WORKLOADS: readonly Workload[] = [
  {
    namespace: "sie",
    name: "sie-api",
    container: "api",
    image: "registry.example.com/sie/api:2.14.0",
    port: 8000,
    replicas: 2,
    env: [{ name: "SIE_ENVIRONMENT", value: "production" }],
    requests: { cpu: "250m", memory: "512Mi" },
    limits: { cpu: "1", memory: "1Gi" },
    model: "api",
    startupSeconds: 4,
    commandLine: "python -m uvicorn sie.api:app --host 0.0.0.0 --port 8000",
    ageDays: 41,
  },
  {
    namespace: "sie",
    name: "sie-worker-nlp",
    container: "worker",
    image: "registry.example.com/sie/worker-nlp:2.14.0",
    port: 8000,
    replicas: 2,
    env: [{ name: "NLP_BATCH_SIZE", value: "200" }],
    requests: { cpu: "500m", memory: "1Gi" },
    limits: { cpu: "2", memory: "2Gi" },
    model: "nlp",
    startupSeconds: 6,
    commandLine: "python -m sie.worker --queue nlp",
    ageDays: 41,
  },
  {
    namespace: "sie",
    name: "sie-worker-ocr",
    container: "worker",
    image: "registry.example.com/sie/worker-ocr:2.14.0",
    port: 8000,
    replicas: 2,
    env: [{ name: "OCR_BATCH_SIZE", value: "20" }],
    requests: { cpu: "500m", memory: "512Mi" },
    limits: { cpu: "1", memory: "1Gi" },
    model: "ocr",
    startupSeconds: 6,
    commandLine: "python -m sie.worker --queue ocr",
    ageDays: 41,
  },
  {
    namespace: "default",
    name: "tickstorm",
    container: "tickstorm",
    image: "registry.example.com/tickstorm:1.9.2",
    port: 9090,
    replicas: 2,
    env: [],
    requests: { cpu: "250m", memory: "512Mi" },
    limits: { cpu: "2", memory: "1Gi" },
    model: "tickstorm",
    startupSeconds: 3,
    commandLine: "/usr/local/bin/tickstorm --listen :9090",
    ageDays: 18,
  },
  {
    namespace: "kube-system",
    name: "coredns",
    container: "coredns",
    image: "registry.k8s.io/coredns/coredns:v1.12.1",
    port: 9153,
    replicas: 2,
    env: [],
    requests: { cpu: "100m", memory: "70Mi" },
    limits: { memory: "170Mi" },
    model: "small",
    startupSeconds: 1,
    commandLine: "/coredns -conf /etc/coredns/Corefile",
    ageDays: 73,
  },
];

export function initialWorkloads(): readonly Workload[] {
  return WORKLOADS;
}

/** How the pod's main container behaves; a pod of an unknown workload is a small steady process. */
export function workloadOfPod(pod: Pod): Workload {
  const app = pod.metadata.labels?.["app"];
  const known = WORKLOADS.find(({ namespace, name }) => namespace === pod.metadata.namespace && name === app);
  if (known !== undefined) {
    return known;
  }
  const container = pod.spec.containers[0];
  return {
    namespace: pod.metadata.namespace ?? "default",
    name: app ?? pod.metadata.name,
    container: container?.name ?? "app",
    image: container?.image ?? "",
    port: container?.ports?.[0]?.containerPort ?? 8080,
    replicas: 1,
    env: [],
    requests: {},
    limits: {},
    model: "small",
    startupSeconds: 1,
    commandLine: (container?.command ?? ["app"]).join(" "),
    ageDays: 0,
  };
}
