import type { KubernetesObject } from "../../world/objects.ts";
import { AGE_COLUMN, age, column, NAME_COLUMN, selectorText, type TableShape } from "./table.ts";

/** A field of an object that has no type of its own in the range. */
function field(object: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === "object" && at !== null ? Reflect.get(at, name) : undefined),
    object,
  );
}

const text = (value: unknown): string => (typeof value === "string" ? value : "<none>");

const sizeOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? Object.keys(value).length : 0;

export const NAMESPACE_TABLE: TableShape = {
  columns: [NAME_COLUMN, column("Status"), AGE_COLUMN],
  cells: (object, nowMs) => [
    object.metadata.name,
    text(field(object, "status", "phase")),
    age(object.metadata.creationTimestamp, nowMs),
  ],
};

function portsText(object: KubernetesObject): string {
  const ports = field(object, "spec", "ports");
  const shown = Array.isArray(ports)
    ? ports.map((port) => `${String(field(port, "port"))}/${text(field(port, "protocol"))}`)
    : [];
  return shown.length === 0 ? "<none>" : shown.join(",");
}

function serviceSelector(object: KubernetesObject): string {
  const selector = field(object, "spec", "selector");
  const entries = typeof selector === "object" && selector !== null ? Object.entries(selector) : [];
  return selectorText(Object.fromEntries(entries.map(([name, value]) => [name, String(value)])));
}

export const SERVICE_TABLE: TableShape = {
  columns: [
    NAME_COLUMN,
    column("Type"),
    column("Cluster-IP"),
    column("External-IP"),
    column("Port(s)"),
    AGE_COLUMN,
    column("Selector", { priority: 1 }),
  ],
  cells: (object, nowMs) => [
    object.metadata.name,
    text(field(object, "spec", "type")),
    text(field(object, "spec", "clusterIP")),
    "<none>",
    portsText(object),
    age(object.metadata.creationTimestamp, nowMs),
    serviceSelector(object),
  ],
};

export const CONFIG_MAP_TABLE: TableShape = {
  columns: [NAME_COLUMN, column("Data", { type: "integer" }), AGE_COLUMN],
  cells: (object, nowMs) => [
    object.metadata.name,
    sizeOf(field(object, "data")),
    age(object.metadata.creationTimestamp, nowMs),
  ],
};

export const SECRET_TABLE: TableShape = {
  columns: [NAME_COLUMN, column("Type"), column("Data", { type: "integer" }), AGE_COLUMN],
  cells: (object, nowMs) => [
    object.metadata.name,
    text(field(object, "type")),
    sizeOf(field(object, "data")),
    age(object.metadata.creationTimestamp, nowMs),
  ],
};

/** What the API prints for kinds it has no columns for. */
export const DEFAULT_TABLE: TableShape = {
  columns: [NAME_COLUMN, column("Created At", { type: "date" })],
  cells: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
};
