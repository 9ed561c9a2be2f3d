import type { KubernetesObject } from "../../world/objects.ts";
import { humanDuration } from "../human-duration.ts";

export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  readonly format: string;
  readonly description: string;
  /** Columns above 0 are shown with `-o wide` only. */
  readonly priority: number;
}

export type Cell = string | number;

/** How objects of one kind are printed: the columns, and the cells of one object. */
export interface TableShape<T extends KubernetesObject = KubernetesObject> {
  readonly columns: readonly Column[];
  cells(object: T, nowMs: number): readonly Cell[];
}

export const NAME_COLUMN: Column = {
  name: "Name",
  type: "string",
  format: "name",
  description: "Name must be unique within a namespace.",
  priority: 0,
};

export function column(name: string, rest: Partial<Column> = {}): Column {
  return { name, type: "string", format: "", description: "", priority: 0, ...rest };
}

export const AGE_COLUMN: Column = column("Age");

export function age(timestamp: string | undefined, nowMs: number): string {
  return timestamp === undefined ? "<unknown>" : humanDuration(nowMs - Date.parse(timestamp));
}

export type ObjectInclusion = "None" | "Metadata" | "Object";

export interface TableRequest {
  readonly nowMs: number;
  readonly include: ObjectInclusion;
}

function includedObject(object: KubernetesObject, include: ObjectInclusion): object {
  switch (include) {
    case "None":
      return {};
    case "Object":
      return { object };
    case "Metadata":
      return {
        object: { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata },
      };
  }
}

/** The objects as a `Table` of meta.k8s.io/v1. */
export function tableOf(shape: TableShape, objects: readonly KubernetesObject[], request: TableRequest): object {
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    columnDefinitions: shape.columns,
    rows: objects.map((object) => ({
      cells: shape.cells(object, request.nowMs),
      ...includedObject(object, request.include),
    })),
  };
}

/** The labels of a selector as Kubernetes prints them. */
export function selectorText(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? "<none>" : pairs.sort().join(",");
}
