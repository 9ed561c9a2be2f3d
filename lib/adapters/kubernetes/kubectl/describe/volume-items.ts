import "server-only";
import { entriesAt, listAt, member, textAt } from "../objects";
import { flagAt } from "./text";

/** The attributes of a CSI volume; kubectl indents their values by the indent of a field. */
export function attributeLines(source: unknown): string {
  const attributes = entriesAt(source, "volumeAttributes").map(([key, value]) => `${key}=${value}`);
  if (attributes.length === 0) {
    return "    VolumeAttributes:\t<none>\n";
  }
  return attributes.map((line, index) => `    ${index === 0 ? "VolumeAttributes:" : "    "}\t    ${line}\n`).join("");
}

/** The Items of a volume of facts about its pod. */
export function downwardItems(source: unknown): string {
  const items = listAt(source, "items").flatMap((item) => {
    const path = textAt(item, "path");
    const names = [textAt(item, "fieldRef", "fieldPath"), textAt(item, "resourceFieldRef", "resource")];
    return names.filter((name) => name !== "").map((name) => `      ${name} -> ${path}\n`);
  });
  return `    Items:\n${items.join("")}`;
}

/** What a projected volume is made of. */
export function projectedSources(source: unknown): string {
  return listAt(source, "sources").map(projectedSource).join("");
}

function projectedSource(source: unknown): string {
  const line = (label: string, value: string) => `    ${label}:\t${value}\n`;
  const secret = member(source, "secret");
  if (secret !== undefined) {
    return line("SecretName", textAt(secret, "name")) + line("Optional", flagAt(secret, "optional"));
  }
  if (member(source, "downwardAPI") !== undefined) {
    return line("DownwardAPI", "true");
  }
  const map = member(source, "configMap");
  if (map !== undefined) {
    return line("ConfigMapName", textAt(map, "name")) + line("Optional", flagAt(map, "optional"));
  }
  const token = member(source, "serviceAccountToken");
  return token === undefined ? "" : line("TokenExpirationSeconds", textAt(token, "expirationSeconds"));
}
