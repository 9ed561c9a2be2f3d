import "server-only";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { eventLines } from "./events";
import { flatMap } from "./selector";
import { linesUnder, optionalLine, titleFlag } from "./text";
import type { Viewing } from "./viewing";

const DEFAULT_MARKS = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
];

/** kubectl describe storageclass. */
export async function describeStorageClass(storage: KubeObject, viewing: Viewing): Promise<string> {
  const isDefault = DEFAULT_MARKS.some((mark) => storage.metadata.annotations?.[mark] === "true");
  return [
    `Name:\t${storage.metadata.name}\n`,
    `IsDefaultClass:\t${isDefault ? "Yes" : "No"}\n`,
    `Annotations:\t${flatMap(storage, "metadata", "annotations")}\n`,
    `Provisioner:\t${textAt(storage, "provisioner")}\n`,
    `Parameters:\t${flatMap(storage, "parameters")}\n`,
    `AllowVolumeExpansion:\t${titleFlag(member(storage, "allowVolumeExpansion"))}\n`,
    mountOptionLines(listAt(storage, "mountOptions")),
    optionalLine("ReclaimPolicy", textAt(storage, "reclaimPolicy")),
    optionalLine("VolumeBindingMode", textAt(storage, "volumeBindingMode")),
    topologyLines(member(storage, "allowedTopologies")),
    await eventLines(storage, viewing),
  ].join("");
}

function mountOptionLines(options: readonly unknown[]): string {
  return options.length === 0
    ? "MountOptions:\t<none>\n"
    : `MountOptions:\n${options.map((option) => `  ${String(option)}\n`).join("")}`;
}

function topologyLines(topologies: unknown): string {
  if (topologies === undefined) {
    return "";
  }
  const terms = listAt(topologies).map((term, index) => {
    const texts = listAt(term, "matchLabelExpressions").map((expression) => {
      const values = listAt(expression, "values").map(String);
      return `${textAt(expression, "key")} in${values.length === 0 ? "" : ` [${values.join(", ")}]`}`;
    });
    return linesUnder(`Term ${index}`, texts, { indent: "  " });
  });
  return `AllowedTopologies:\t${terms.length === 0 ? "<none>" : ""}\n${terms.join("")}`;
}

/** kubectl describe volumeattributesclass. */
export async function describeVolumeAttributesClass(attributes: KubeObject, viewing: Viewing): Promise<string> {
  return [
    `Name:\t${attributes.metadata.name}\n`,
    `Annotations:\t${flatMap(attributes, "metadata", "annotations")}\n`,
    `DriverName:\t${textAt(attributes, "driverName")}\n`,
    `Parameters:\t${flatMap(attributes, "parameters")}\n`,
    await eventLines(attributes, viewing),
  ].join("");
}
