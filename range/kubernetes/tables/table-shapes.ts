import type { StoredKinds, StoredResource } from "../../world/object-store.ts";
import type { KubernetesObject } from "../../world/objects.ts";
import { CONFIG_MAP_TABLE, DEFAULT_TABLE, NAMESPACE_TABLE, SECRET_TABLE, SERVICE_TABLE } from "./plain-tables.ts";
import { POD_TABLE } from "./pod-table.ts";
import type { TableShape } from "./table.ts";
import { DEPLOYMENT_TABLE, EVENT_TABLE, NODE_TABLE, REPLICA_SET_TABLE } from "./workload-tables.ts";

const SHAPES: { readonly [R in StoredResource]: TableShape<StoredKinds[R]> } = {
  pods: POD_TABLE,
  nodes: NODE_TABLE,
  events: EVENT_TABLE,
  namespaces: NAMESPACE_TABLE,
  services: SERVICE_TABLE,
  configmaps: CONFIG_MAP_TABLE,
  secrets: SECRET_TABLE,
  deployments: DEPLOYMENT_TABLE,
  replicasets: REPLICA_SET_TABLE,
};

/** How objects of a stored resource are printed; the plain shape for a resource that is computed. */
export function tableShape(resource: StoredResource | undefined): TableShape {
  return resource === undefined ? DEFAULT_TABLE : generalShape(SHAPES[resource]);
}

/** Callers take the objects from the table of the same resource, so the shape only ever meets its own kind. */
function generalShape<T extends KubernetesObject>(shape: TableShape<T>): TableShape {
  return { columns: shape.columns, cells: (object, nowMs) => shape.cells(object as T, nowMs) };
}
