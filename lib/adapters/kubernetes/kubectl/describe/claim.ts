import "server-only";
import { listAt, member, textAt } from "../objects";
import { annotationLines, labelLines, optionalLine, textOr } from "./text";

const OLD_CLASS = "volume.beta.kubernetes.io/storage-class";
const shortModes: Readonly<Record<string, string>> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};

/** Access modes as `RWO,RWX`: in this order, each once. */
export function accessModes(modes: readonly unknown[]): string {
  return Object.entries(shortModes)
    .filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(",");
}

/** The storage class of a claim or volume: by annotation as of old, else by its spec. */
export function storageClass(object: unknown): string {
  return textOr(textAt(object, "spec", "storageClassName"), object, "metadata", "annotations", OLD_CLASS);
}

export type ClaimHead = { readonly status: string; readonly finalizers: string };

/** The fields of a claim; a template in a pod has no head. */
export function claimLines(claim: unknown, head: ClaimHead = { status: "", finalizers: "" }): string {
  const volume = textAt(claim, "spec", "volumeName");
  const source = member(claim, "spec", "dataSource");
  return [
    `StorageClass:\t${storageClass(claim)}\n`,
    head.status,
    `Volume:\t${volume}\n`,
    labelLines(claim),
    annotationLines(claim),
    head.finalizers,
    `Capacity:\t${volume === "" ? "" : textOr("0", claim, "status", "capacity", "storage")}\n`,
    `Access Modes:\t${volume === "" ? "" : accessModes(listAt(claim, "status", "accessModes"))}\n`,
    optionalLine("VolumeMode", textAt(claim, "spec", "volumeMode")),
    source === undefined ? "" : sourceLines(source),
  ].join("");
}

function sourceLines(source: unknown): string {
  const group = member(source, "apiGroup");
  return [
    "DataSource:\n",
    group === undefined || group === null ? "" : `  APIGroup:\t${String(group)}\n`,
    `  Kind:\t${textAt(source, "kind")}\n`,
    `  Name:\t${textAt(source, "name")}\n`,
  ].join("");
}
