import type { ClusterEvent, Deployment, Node, PodTemplate, ReplicaSet } from "../../world/objects.ts";
import { AGE_COLUMN, age, column, NAME_COLUMN, selectorText, type TableShape } from "./table.ts";

const wide = { priority: 1 } as const;
const whole = { type: "integer" } as const;

const TEMPLATE_COLUMNS = [column("Containers", wide), column("Images", wide), column("Selector", wide)];

function templateCells(template: PodTemplate): readonly string[] {
  const { containers } = template.spec;
  return [containers.map(({ name }) => name).join(","), containers.map(({ image }) => image).join(",")];
}

export const DEPLOYMENT_TABLE: TableShape<Deployment> = {
  columns: [
    NAME_COLUMN,
    column("Ready"),
    column("Up-to-date", whole),
    column("Available", whole),
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  cells: ({ metadata, spec, status }, nowMs) => [
    metadata.name,
    `${status.readyReplicas ?? 0}/${spec.replicas}`,
    status.updatedReplicas ?? 0,
    status.availableReplicas ?? 0,
    age(metadata.creationTimestamp, nowMs),
    ...templateCells(spec.template),
    selectorText(spec.selector.matchLabels),
  ],
};

export const REPLICA_SET_TABLE: TableShape<ReplicaSet> = {
  columns: [
    NAME_COLUMN,
    column("Desired", whole),
    column("Current", whole),
    column("Ready", whole),
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  cells: ({ metadata, spec, status }, nowMs) => [
    metadata.name,
    spec.replicas,
    status.replicas,
    status.readyReplicas ?? 0,
    age(metadata.creationTimestamp, nowMs),
    ...templateCells(spec.template),
    selectorText(spec.selector.matchLabels),
  ],
};

function nodeStatus({ spec, status }: Node): string {
  const ready = status.conditions.find(({ type }) => type === "Ready")?.status === "True" ? "Ready" : "NotReady";
  return spec.unschedulable === true ? `${ready},SchedulingDisabled` : ready;
}

export const NODE_TABLE: TableShape<Node> = {
  columns: [
    NAME_COLUMN,
    column("Status"),
    column("Roles"),
    AGE_COLUMN,
    column("Version"),
    column("Internal-IP", wide),
    column("External-IP", wide),
    column("OS-Image", wide),
    column("Kernel-Version", wide),
    column("Container-Runtime", wide),
  ],
  cells: (node, nowMs) => {
    const info = node.status.nodeInfo;
    return [
      node.metadata.name,
      nodeStatus(node),
      "<none>",
      age(node.metadata.creationTimestamp, nowMs),
      info["kubeletVersion"] ?? "",
      node.status.addresses[0]?.address ?? "<none>",
      "<none>",
      info["osImage"] ?? "",
      info["kernelVersion"] ?? "",
      info["containerRuntimeVersion"] ?? "",
    ];
  },
};

function lastSeen(event: ClusterEvent, nowMs: number): string {
  const last = age(event.lastTimestamp, nowMs);
  return event.count > 1 ? `${last} (x${event.count} over ${age(event.firstTimestamp, nowMs)})` : last;
}

export const EVENT_TABLE: TableShape<ClusterEvent> = {
  columns: [
    column("Last Seen"),
    column("Type"),
    column("Reason"),
    column("Object"),
    column("Subobject", wide),
    column("Source", wide),
    column("Message"),
    column("First Seen", wide),
    column("Count", { ...wide, ...whole }),
    { ...NAME_COLUMN, priority: 1 },
  ],
  cells: (event, nowMs) => [
    lastSeen(event, nowMs),
    event.type,
    event.reason,
    `${event.involvedObject.kind.toLowerCase()}/${event.involvedObject.name}`,
    event.involvedObject.fieldPath ?? "",
    [event.source.component, event.source.host].filter((part) => part !== undefined).join(", "),
    event.message.trim(),
    age(event.firstTimestamp, nowMs),
    event.count,
    event.metadata.name,
  ],
};
