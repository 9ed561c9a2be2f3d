import type { ClusterEvent, Deployment, KubernetesObject, Node, Pod, ReplicaSet } from "./objects.ts";

/** The plain objects (namespaces, services, config maps, secrets) need no behaviour and so no type of their own. */
export interface StoredKinds {
  readonly pods: Pod;
  readonly nodes: Node;
  readonly events: ClusterEvent;
  readonly namespaces: KubernetesObject;
  readonly services: KubernetesObject;
  readonly configmaps: KubernetesObject;
  readonly secrets: KubernetesObject;
  readonly deployments: Deployment;
  readonly replicasets: ReplicaSet;
}

export type StoredResource = keyof StoredKinds;

export interface StoreChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly resource: StoredResource;
  readonly object: KubernetesObject;
  readonly version: number;
}

export interface ObjectStore {
  get<R extends StoredResource>(resource: R, key: ObjectKey): StoredKinds[R] | undefined;
  /** All objects of a resource in the order of the real API server: by namespace, then by name. */
  list<R extends StoredResource>(resource: R, namespace?: string): readonly StoredKinds[R][];
  /** Stores the object under the next resource version and gives what was stored. */
  put<R extends StoredResource>(resource: R, object: StoredKinds[R]): StoredKinds[R];
  remove(resource: StoredResource, key: ObjectKey): void;
  version(): number;
  /** Changes after a version, oldest first; undefined when the history no longer reaches so far back. */
  changesSince(version: number): readonly StoreChange[] | undefined;
  /** Calls back on each change until the returned function is called. */
  subscribe(listener: (change: StoreChange) => void): () => void;
}

export interface ObjectKey {
  readonly namespace?: string | undefined;
  readonly name: string;
}

const HISTORY_CHANGES = 5000;
const FIRST_VERSION = 1000;

const keyText = (key: ObjectKey): string => `${key.namespace ?? ""}/${key.name}`;

const compareKeys = (left: KubernetesObject, right: KubernetesObject): number =>
  keyText(left.metadata) < keyText(right.metadata) ? -1 : 1;

/** An empty store of Kubernetes objects with resource versions and a watch history. */
export function createObjectStore(): ObjectStore {
  const tables = new Map<StoredResource, Map<string, KubernetesObject>>();
  const sorted = new Map<StoredResource, readonly KubernetesObject[]>();
  const listeners = new Set<(change: StoreChange) => void>();
  let history: StoreChange[] = [];
  let version = FIRST_VERSION;
  let forgotten = FIRST_VERSION;

  const table = <R extends StoredResource>(resource: R): Map<string, StoredKinds[R]> => {
    const found = tables.get(resource) ?? new Map<string, KubernetesObject>();
    tables.set(resource, found);
    return narrowTable<R>(found);
  };
  /** A table in order; made again only after a change, as most steps of the world change nothing. */
  const ordered = <R extends StoredResource>(resource: R): readonly StoredKinds[R][] => {
    const known = sorted.get(resource) ?? [...table(resource).values()].sort(compareKeys);
    sorted.set(resource, known);
    return narrowList<R>(known);
  };
  const announce = (change: StoreChange): void => {
    sorted.delete(change.resource);
    history.push(change);
    if (history.length > HISTORY_CHANGES) {
      history = history.slice(HISTORY_CHANGES / 2);
      forgotten = (history[0]?.version ?? version) - 1;
    }
    for (const listener of [...listeners]) {
      listener(change);
    }
  };
  const stamped = <T extends KubernetesObject>(object: T): T => {
    version += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
  };

  return {
    get: (resource, key) => table(resource).get(keyText(key)),
    list: (resource, namespace) =>
      ordered(resource).filter((object) => namespace === undefined || object.metadata.namespace === namespace),
    put: (resource, object) => {
      const key = keyText(object.metadata);
      const type = table(resource).has(key) ? "MODIFIED" : "ADDED";
      const stored = stamped(object);
      table(resource).set(key, stored);
      announce({ type, resource, object: stored, version });
      return stored;
    },
    remove: (resource, key) => {
      const object = table(resource).get(keyText(key));
      if (object !== undefined) {
        table(resource).delete(keyText(key));
        announce({ type: "DELETED", resource, object: stamped(object), version });
      }
    },
    version: () => version,
    changesSince: (since) => (since < forgotten ? undefined : history.filter((change) => change.version > since)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A resource's table is only ever filled by `put` of the same resource, so its values have that resource's type. */
function narrowTable<R extends StoredResource>(found: Map<string, KubernetesObject>): Map<string, StoredKinds[R]> {
  return found as Map<string, StoredKinds[R]>;
}

/** As with the tables: what was sorted out of a resource's table has that resource's type. */
function narrowList<R extends StoredResource>(found: readonly KubernetesObject[]): readonly StoredKinds[R][] {
  return found as readonly StoredKinds[R][];
}
