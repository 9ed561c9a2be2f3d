import type { StoredResource } from "../world/object-store.ts";

export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

/** A resource of the API as discovery announces it. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly name: string;
  readonly singularName: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  /** The table of the world that holds it; a resource without one is computed or always empty. */
  readonly stored?: StoredResource;
  readonly subresources?: readonly Subresource[];
}

const READ = ["get", "list", "watch"] as const;
const ALL = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"] as const;
const SCALE: Subresource = {
  name: "scale",
  group: "autoscaling",
  version: "v1",
  kind: "Scale",
  verbs: ["get", "patch", "update"],
};

const core = (name: StoredResource, kind: string, rest: Partial<ApiResource> = {}): ApiResource => ({
  group: "",
  version: "v1",
  name,
  singularName: kind.toLowerCase(),
  kind,
  namespaced: true,
  verbs: ALL,
  stored: name,
  ...rest,
});

const RESOURCES: readonly ApiResource[] = [
  core("configmaps", "ConfigMap", { shortNames: ["cm"] }),
  core("events", "Event", { shortNames: ["ev"] }),
  core("namespaces", "Namespace", { shortNames: ["ns"], namespaced: false }),
  core("nodes", "Node", { shortNames: ["no"], namespaced: false, verbs: [...READ, "patch", "update"] }),
  core("pods", "Pod", {
    shortNames: ["po"],
    categories: ["all"],
    subresources: [
      { name: "exec", kind: "PodExecOptions", verbs: ["create", "get"] },
      { name: "log", kind: "Pod", verbs: ["get"] },
      { name: "portforward", kind: "PodPortForwardOptions", verbs: ["create", "get"] },
      { name: "proxy", kind: "PodProxyOptions", verbs: ["create", "get"] },
      { name: "eviction", kind: "Eviction", group: "policy", version: "v1", verbs: ["create"] },
      { name: "status", kind: "Pod", verbs: ["get"] },
    ],
  }),
  core("secrets", "Secret"),
  core("services", "Service", { shortNames: ["svc"], categories: ["all"] }),
  {
    ...core("deployments", "Deployment", { shortNames: ["deploy"], categories: ["all"] }),
    group: "apps",
    subresources: [SCALE, { name: "status", kind: "Deployment", verbs: ["get"] }],
  },
  {
    ...core("replicasets", "ReplicaSet", { shortNames: ["rs"], categories: ["all"] }),
    group: "apps",
    subresources: [SCALE, { name: "status", kind: "ReplicaSet", verbs: ["get"] }],
  },
  {
    group: "metrics.k8s.io",
    version: "v1beta1",
    name: "nodes",
    singularName: "",
    kind: "NodeMetrics",
    namespaced: false,
    verbs: ["get", "list"],
  },
  {
    group: "metrics.k8s.io",
    version: "v1beta1",
    name: "pods",
    singularName: "",
    kind: "PodMetrics",
    namespaced: true,
    verbs: ["get", "list"],
  },
  {
    group: "authorization.k8s.io",
    version: "v1",
    name: "selfsubjectaccessreviews",
    singularName: "selfsubjectaccessreview",
    kind: "SelfSubjectAccessReview",
    namespaced: false,
    verbs: ["create"],
  },
  {
    group: "authorization.k8s.io",
    version: "v1",
    name: "selfsubjectrulesreviews",
    singularName: "selfsubjectrulesreview",
    kind: "SelfSubjectRulesReview",
    namespaced: false,
    verbs: ["create"],
  },
  {
    group: "autoscaling",
    version: "v2",
    name: "horizontalpodautoscalers",
    singularName: "horizontalpodautoscaler",
    kind: "HorizontalPodAutoscaler",
    namespaced: true,
    verbs: READ,
    shortNames: ["hpa"],
    categories: ["all"],
  },
  {
    group: "policy",
    version: "v1",
    name: "poddisruptionbudgets",
    singularName: "poddisruptionbudget",
    kind: "PodDisruptionBudget",
    namespaced: true,
    verbs: READ,
    shortNames: ["pdb"],
  },
];

export function apiResources(): readonly ApiResource[] {
  return RESOURCES;
}

export function findResource(group: string, version: string, name: string): ApiResource | undefined {
  return RESOURCES.find(
    (resource) => resource.group === group && resource.version === version && resource.name === name,
  );
}

/** `v1` of the core group, `apps/v1` of another. */
export function apiVersionOf(resource: Pick<ApiResource, "group" | "version">): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}
