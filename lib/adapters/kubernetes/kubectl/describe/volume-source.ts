import "server-only";
import { entriesAt, listAt, member, textAt } from "../objects";
import { countAt, flagAt, goList, textOr } from "./text";
import { attributeLines, downwardItems, projectedSources } from "./volume-items";

type Field = readonly [label: string, value: (source: unknown) => string];
/** `title` says what it is; `more` are lines that are no fields. */
type SourceKind = {
  readonly title: string;
  readonly fields: readonly Field[];
  readonly more?: (source: unknown) => string;
};

/** Where a volume source stands: some kinds have other fields in a persistent volume than in a pod. */
export type VolumeOwner = "pod" | "persistent volume";

const text = (label: string, key: string): Field => [label, (source) => textAt(source, key)];
const flag = (label: string, key: string): Field => [label, (source) => flagAt(source, key)];
const number = (label: string, key: string): Field => [label, (source) => countAt(source, key)];
const list = (label: string, key: string): Field => [label, (source) => goList(listAt(source, key))];
const readOnly = flag("ReadOnly", "readOnly");
const fsType = text("FSType", "fsType");
const optional = flag("Optional", "optional");

const iscsi: readonly Field[] = [
  text("TargetPortal", "targetPortal"),
  text("IQN", "iqn"),
  number("Lun", "lun"),
  // kubectl has no colon here.
  ["ISCSIInterface", (source) => textAt(source, "iscsiInterface")],
  fsType,
  readOnly,
  list("Portals", "portals"),
  flag("DiscoveryCHAPAuth", "chapAuthDiscovery"),
  flag("SessionCHAPAuth", "chapAuthSession"),
  secretRef(),
  ["InitiatorName", (source) => textOr("<none>", source, "initiatorName")],
];
const scaleIo = [
  text("Gateway", "gateway"),
  text("System", "system"),
  text("Protection Domain", "protectionDomain"),
  text("Storage Pool", "storagePool"),
  text("Storage Mode", "storageMode"),
  text("VolumeName", "volumeName"),
];

/** In the order that kubectl looks for them. */
const kinds: Readonly<Record<string, SourceKind>> = {
  hostPath: {
    title: "HostPath (bare host directory volume)",
    fields: [text("Path", "path"), ["HostPathType", (source) => textOr("<none>", source, "type")]],
  },
  emptyDir: {
    title: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    fields: [text("Medium", "medium"), ["SizeLimit", sizeLimit]],
  },
  gcePersistentDisk: {
    title: "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)",
    fields: [text("PDName", "pdName"), fsType, number("Partition", "partition"), readOnly],
  },
  awsElasticBlockStore: {
    title: "AWSElasticBlockStore (a Persistent Disk resource in AWS)",
    fields: [text("VolumeID", "volumeID"), fsType, number("Partition", "partition"), readOnly],
  },
  gitRepo: {
    title: "GitRepo (a volume that is pulled from git when the pod is created)",
    fields: [text("Repository", "repository"), text("Revision", "revision")],
  },
  secret: {
    title: "Secret (a volume populated by a Secret)",
    fields: [text("SecretName", "secretName"), optional],
  },
  configMap: { title: "ConfigMap (a volume populated by a ConfigMap)", fields: [text("Name", "name"), optional] },
  nfs: {
    title: "NFS (an NFS mount that lasts the lifetime of a pod)",
    fields: [text("Server", "server"), text("Path", "path"), readOnly],
  },
  iscsi: {
    title: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
    fields: iscsi,
  },
  glusterfs: {
    title: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    fields: [text("EndpointsName", "endpoints"), text("Path", "path"), readOnly],
  },
  persistentVolumeClaim: {
    title: "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
    fields: [text("ClaimName", "claimName"), readOnly],
  },
  rbd: {
    title: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    fields: [
      list("CephMonitors", "monitors"),
      text("RBDImage", "image"),
      fsType,
      text("RBDPool", "pool"),
      text("RadosUser", "user"),
      text("Keyring", "keyring"),
      secretRef(),
      readOnly,
    ],
  },
  quobyte: {
    title: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
    fields: [text("Registry", "registry"), text("Volume", "volume"), readOnly],
  },
  downwardAPI: {
    title: "DownwardAPI (a volume populated by information about the pod)",
    fields: [],
    more: downwardItems,
  },
  azureDisk: {
    title: "AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)",
    fields: [
      text("DiskName", "diskName"),
      text("DiskURI", "diskURI"),
      text("Kind", "kind"),
      fsType,
      text("CachingMode", "cachingMode"),
      readOnly,
    ],
  },
  vsphereVolume: {
    title: "vSphereVolume (a Persistent Disk resource in vSphere)",
    fields: [text("VolumePath", "volumePath"), fsType, text("StoragePolicyName", "storagePolicyName")],
  },
  cinder: {
    title: "Cinder (a Persistent Disk resource in OpenStack)",
    fields: [text("VolumeID", "volumeID"), fsType, readOnly, secretRef()],
  },
  photonPersistentDisk: {
    title: "PhotonPersistentDisk (a Persistent Disk resource in photon platform)",
    fields: [text("PdID", "pdID"), fsType],
  },
  portworxVolume: {
    title: "PortworxVolume (a Portworx Volume resource)",
    fields: [text("VolumeID", "volumeID")],
  },
  scaleIO: {
    title: "ScaleIO (a persistent volume backed by a block device in ScaleIO)",
    fields: [...scaleIo, fsType, readOnly],
  },
  local: {
    title: "LocalVolume (a persistent volume backed by local storage on a node)",
    fields: [text("Path", "path")],
  },
  cephfs: {
    title: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    fields: [
      list("Monitors", "monitors"),
      text("Path", "path"),
      text("User", "user"),
      text("SecretFile", "secretFile"),
      secretRef(),
      readOnly,
    ],
  },
  storageos: {
    title: "StorageOS (a StorageOS Persistent Disk resource)",
    fields: [text("VolumeName", "volumeName"), text("VolumeNamespace", "volumeNamespace"), fsType, readOnly],
  },
  fc: {
    title: "FC (a Fibre Channel disk)",
    fields: [
      ["TargetWWNs", (source) => listAt(source, "targetWWNs").map(String).join(", ")],
      ["LUN", (source) => textOr("<none>", source, "lun")],
      fsType,
      readOnly,
    ],
  },
  azureFile: {
    title: "AzureFile (an Azure File Service mount on the host and bind mount to the pod)",
    fields: [text("SecretName", "secretName"), text("ShareName", "shareName"), readOnly],
  },
  flexVolume: {
    title: "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)",
    fields: [text("Driver", "driver"), fsType, secretRef(), readOnly, ["Options", optionsText]],
  },
  flocker: {
    title: "Flocker (a Flocker volume mounted by the Flocker agent)",
    fields: [text("DatasetName", "datasetName"), text("DatasetUUID", "datasetUUID")],
  },
  projected: {
    title: "Projected (a volume that contains injected data from multiple sources)",
    fields: [],
    more: projectedSources,
  },
  csi: {
    title: "CSI (a Container Storage Interface (CSI) volume source)",
    fields: [text("Driver", "driver"), fsType, readOnly],
    more: attributeLines,
  },
  image: {
    title: "Image (a container image or OCI artifact)",
    fields: [text("Reference", "reference"), text("PullPolicy", "pullPolicy")],
  },
};

/** Kinds that say more, or refer to secrets of another namespace, in a persistent volume. */
const persistentFields: Readonly<Record<string, readonly Field[]>> = {
  glusterfs: [
    text("EndpointsName", "endpoints"),
    ["EndpointsNamespace", (source) => textOr("<unset>", source, "endpointsNamespace")],
    text("Path", "path"),
    readOnly,
  ],
  scaleIO: [
    ...scaleIo,
    ["SecretName", (source) => textAt(source, "secretRef", "name")],
    ["SecretNamespace", (source) => textAt(source, "secretRef", "namespace")],
    fsType,
    readOnly,
  ],
  azureFile: [
    text("SecretName", "secretName"),
    text("SecretNamespace", "secretNamespace"),
    text("ShareName", "shareName"),
    readOnly,
  ],
  csi: [text("Driver", "driver"), fsType, text("VolumeHandle", "volumeHandle"), readOnly],
};

/** Type and fields of a volume's source. */
export function volumeSourceLines(volume: unknown, owner: VolumeOwner): string {
  const [name, kind] = Object.entries(kinds).find(([key]) => member(volume, key) !== undefined) ?? [];
  if (name === undefined || kind === undefined) {
    return "  <unknown>\n";
  }
  const source = member(volume, name);
  const fields = (owner === "pod" ? undefined : persistentFields[name]) ?? kind.fields;
  const lines = fields.map(([label, value]) => `    ${label}${separator(label)}\t${value(source)}\n`);
  return `    Type:\t${kind.title}\n${lines.join("")}${kind.more?.(source) ?? ""}`;
}

/** Two labels that kubectl itself writes unlike the others. */
function separator(label: string): string {
  return label === "ISCSIInterface" ? "" : label === "Kind" ? ": " : ":";
}

/** A reference as Go prints the struct; one with a namespace is a SecretReference. */
function secretRef(): Field {
  return [
    "SecretRef",
    (source) => {
      const reference = member(source, "secretRef");
      if (reference === undefined) {
        return "nil";
      }
      const namespace = member(reference, "namespace");
      return namespace === undefined
        ? `&LocalObjectReference{Name:${textAt(reference, "name")},}`
        : `&SecretReference{Name:${textAt(reference, "name")},Namespace:${String(namespace)},}`;
    },
  ];
}

function sizeLimit(source: unknown): string {
  const limit = textAt(source, "sizeLimit");
  return limit === "" || limit === "0" ? "<unset>" : limit;
}

function optionsText(source: unknown): string {
  return `map[${entriesAt(source, "options")
    .map(([key, value]) => `${key}:${value}`)
    .join(" ")}]`;
}
