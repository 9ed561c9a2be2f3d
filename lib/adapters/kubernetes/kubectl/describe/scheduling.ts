import "server-only";
import { entriesAt, listAt, textAt } from "../objects";
import { mapLines } from "./text";

/** Node-Selectors and Tolerations of a pod spec. */
export function schedulingLines(spec: unknown, indent: string): string {
  const selectors = mapLines("Node-Selectors", entriesAt(spec, "nodeSelector"), { indent });
  const tolerations = [...listAt(spec, "tolerations")].map(tolerationText).sort();
  if (tolerations.length === 0) {
    return `${selectors}${indent}Tolerations:\t<none>\n`;
  }
  return (
    selectors + tolerations.map((text, index) => `${indent}${index === 0 ? "Tolerations:" : ""}\t${text}\n`).join("")
  );
}

function tolerationText(toleration: unknown): string {
  const [key, value, effect, operator, seconds] = ["key", "value", "effect", "operator", "tolerationSeconds"].map(
    (name) => textAt(toleration, name),
  );
  const subject = `${key}${value ? `=${value}` : ""}${effect ? `:${effect}` : ""}`;
  const exists = operator === "Exists" && !value ? (key || effect ? " op=Exists" : "op=Exists") : "";
  return `${subject}${exists}${seconds ? ` for ${seconds}s` : ""}`;
}

/** The Volumes block for the kinds of volume that workloads commonly have; others by their kind alone. */
export function volumeLines(spec: unknown, indent: string): string {
  const volumes = listAt(spec, "volumes");
  if (volumes.length === 0) {
    return `${indent}Volumes:\t<none>\n`;
  }
  return `${indent}Volumes:\n${volumes.map((volume) => `${indent} ${indent === "" ? " " : ""}${textAt(volume, "name")}:\n${volumeText(volume)}`).join("")}`;
}

function volumeText(volume: unknown): string {
  const field = (name: string, value: string) => `    ${name}:\t${value}\n`;
  if (volume !== null && typeof volume === "object" && "secret" in volume) {
    return (
      field("Type", "Secret (a volume populated by a Secret)") +
      field("SecretName", textAt(volume, "secret", "secretName")) +
      field("Optional", textAt(volume, "secret", "optional") || "false")
    );
  }
  if (volume !== null && typeof volume === "object" && "configMap" in volume) {
    return (
      field("Type", "ConfigMap (a volume populated by a ConfigMap)") +
      field("Name", textAt(volume, "configMap", "name")) +
      field("Optional", textAt(volume, "configMap", "optional") || "false")
    );
  }
  if (volume !== null && typeof volume === "object" && "emptyDir" in volume) {
    return (
      field("Type", "EmptyDir (a temporary directory that shares a pod's lifetime)") +
      field("Medium", textAt(volume, "emptyDir", "medium")) +
      field("SizeLimit", textAt(volume, "emptyDir", "sizeLimit") || "<unset>")
    );
  }
  return field("Type", Object.keys(volume ?? {}).find((key) => key !== "name") ?? "<unknown>");
}
