import "server-only";
import type { ResourceType } from "../resources";
import { describeCertificateSigningRequest } from "./certificate-signing-request";
import { describeConfigMap } from "./config-map";
import { describeCronJob } from "./cron-job";
import { describeCsiNode } from "./csi-node";
import { describeDaemonSet } from "./daemon-set";
import { describeDeployment } from "./deployment";
import { describeEndpointSlice, describeEndpoints } from "./endpoints";
import { describeAnything } from "./generic";
import { describeHorizontalPodAutoscaler } from "./horizontal-pod-autoscaler";
import { describeIngress, describeIngressClass } from "./ingress";
import { describeJob } from "./job";
import { describeLimitRange } from "./limit-range";
import { describeNamespace } from "./namespace";
import { describeIpAddress, describeServiceCidr } from "./network-address";
import { describeNetworkPolicy } from "./network-policy";
import { describeNode } from "./node";
import { describePersistentVolume } from "./persistent-volume";
import { describePersistentVolumeClaim } from "./persistent-volume-claim";
import { describePod } from "./pod";
import { describePodDisruptionBudget } from "./pod-disruption-budget";
import { describePriorityClass } from "./priority-class";
import { describeReplicaSet, describeReplicationController } from "./replica-set";
import { describeResourceQuota } from "./resource-quota";
import { describeRole, describeRoleBinding } from "./role";
import { describeSecret } from "./secret";
import { describeService } from "./service";
import { describeServiceAccount } from "./service-account";
import { describeStatefulSet } from "./stateful-set";
import { describeStorageClass, describeVolumeAttributesClass } from "./storage-class";
import type { Describer } from "./viewing";

/** How a kind is described, and in which versions of it: the first that the server has. No versions: as it came. */
export type Description = { readonly describe: Describer; readonly versions: readonly string[] };

const NETWORK = "networking.k8s.io";
const RBAC = "rbac.authorization.k8s.io";
const STORAGE = "storage.k8s.io";

const descriptions: Readonly<Record<string, Description>> = {
  ...group("", ["v1"], {
    ConfigMap: describeConfigMap,
    Endpoints: describeEndpoints,
    LimitRange: describeLimitRange,
    Namespace: describeNamespace,
    Node: describeNode,
    PersistentVolume: describePersistentVolume,
    PersistentVolumeClaim: describePersistentVolumeClaim,
    Pod: describePod,
    ReplicationController: describeReplicationController,
    ResourceQuota: describeResourceQuota,
    Secret: describeSecret,
    Service: describeService,
    ServiceAccount: describeServiceAccount,
  }),
  ...group("apps", ["v1"], {
    DaemonSet: describeDaemonSet,
    Deployment: describeDeployment,
    ReplicaSet: describeReplicaSet,
    StatefulSet: describeStatefulSet,
  }),
  ...group("autoscaling", ["v2", "v1"], { HorizontalPodAutoscaler: describeHorizontalPodAutoscaler }),
  ...group("batch", ["v1"], { CronJob: describeCronJob, Job: describeJob }),
  ...group("certificates.k8s.io", ["v1"], { CertificateSigningRequest: describeCertificateSigningRequest }),
  ...group("discovery.k8s.io", ["v1"], { EndpointSlice: describeEndpointSlice }),
  ...group(NETWORK, ["v1"], {
    Ingress: describeIngress,
    IngressClass: describeIngressClass,
    NetworkPolicy: describeNetworkPolicy,
  }),
  ...group(NETWORK, ["v1", "v1beta1"], { IPAddress: describeIpAddress, ServiceCIDR: describeServiceCidr }),
  ...group("policy", ["v1"], { PodDisruptionBudget: describePodDisruptionBudget }),
  ...group(RBAC, ["v1"], {
    ClusterRole: describeRole,
    ClusterRoleBinding: describeRoleBinding,
    Role: describeRole,
    RoleBinding: describeRoleBinding,
  }),
  ...group("scheduling.k8s.io", ["v1"], { PriorityClass: describePriorityClass }),
  ...group(STORAGE, ["v1"], {
    CSINode: describeCsiNode,
    StorageClass: describeStorageClass,
    VolumeAttributesClass: describeVolumeAttributesClass,
  }),
};

function group(
  name: string,
  versions: readonly string[],
  describers: Readonly<Record<string, Describer>>,
): Record<string, Description> {
  return Object.fromEntries(
    Object.entries(describers).map(([kind, describe]) => [`${name}/${kind}`, { describe, versions }]),
  );
}

/** The description of a type; by its fields alone when kubectl has none for it. */
export function descriptionOf(type: ResourceType): Description {
  return descriptions[`${type.group}/${type.kind}`] ?? { describe: describeAnything, versions: [] };
}
