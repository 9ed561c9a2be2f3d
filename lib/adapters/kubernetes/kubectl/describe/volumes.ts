import "server-only";
import { listAt, member, textAt } from "../objects";
import { claimLines } from "./claim";
import { volumeSourceLines } from "./volume-source";

/** The Volumes block of a pod spec. */
export function volumeLines(spec: unknown, indent: string): string {
  const volumes = listAt(spec, "volumes");
  if (volumes.length === 0) {
    return `${indent}Volumes:\t<none>\n`;
  }
  const texts = volumes.map(
    (volume) => `  ${indent === "" ? "" : " "}${textAt(volume, "name")}:\n${podVolumeLines(volume)}`,
  );
  return `${indent}Volumes:\n${texts.join("")}`;
}

function podVolumeLines(volume: unknown): string {
  const ephemeral = member(volume, "ephemeral");
  if (ephemeral === undefined) {
    return volumeSourceLines(volume, "pod");
  }
  const template = member(ephemeral, "volumeClaimTemplate");
  const claim = template === undefined ? "" : indented(claimLines(template));
  return `    Type:\tEphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)\n${claim}`;
}

/** kubectl indents each piece that it writes: a field, and once more the label or annotation in it. */
function indented(claim: string): string {
  return claim
    .replace(/^(Labels:|Annotations:|)\t(?! {2})/gm, "$1\t    ")
    .replace(/^\t/gm, "    \t")
    .replace(/^(?=.)/gm, "    ");
}
