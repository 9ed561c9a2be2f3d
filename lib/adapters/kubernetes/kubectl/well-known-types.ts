import "server-only";

type Row = readonly [plural: string, kind: string, shortNames?: string, isClusterWide?: true];

const core: readonly Row[] = [
  ["configmaps", "ConfigMap", "cm"],
  ["endpoints", "Endpoints", "ep"],
  ["namespaces", "Namespace", "ns", true],
  ["nodes", "Node", "no", true],
  ["persistentvolumeclaims", "PersistentVolumeClaim", "pvc"],
  ["persistentvolumes", "PersistentVolume", "pv", true],
  ["pods", "Pod", "po"],
  ["replicationcontrollers", "ReplicationController", "rc"],
  ["secrets", "Secret"],
  ["serviceaccounts", "ServiceAccount", "sa"],
  ["services", "Service", "svc"],
];
const apps: readonly Row[] = [
  ["daemonsets", "DaemonSet", "ds"],
  ["deployments", "Deployment", "deploy"],
  ["replicasets", "ReplicaSet", "rs"],
  ["statefulsets", "StatefulSet", "sts"],
];

/** Types that every server has, at the one version they ever had: naming one of them needs no look at the server. */
export const wellKnownTypes = [...rowsOf(core, "", "v1"), ...rowsOf(apps, "apps", "v1")];

function rowsOf(rows: readonly Row[], group: string, version: string) {
  return rows.map(([plural, kind, shortName, isClusterWide]) => ({
    plural,
    kind,
    group,
    version,
    isNamespaced: isClusterWide !== true,
    shortNames: shortName === undefined ? [] : [shortName],
    singular: kind.toLowerCase(),
    verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
    categories: [],
    isPreferred: true,
  }));
}
