import "server-only";
import { entriesAt, listAt, member, textAt } from "../objects";
import { selectorText } from "./selector";
import { linesUnder, mapLines } from "./text";

/** Node selectors and tolerations of a pod spec. */
export function placementLines(spec: unknown, indent: string): string {
  const tolerations = sortedByText(listAt(spec, "tolerations"), "key").map(tolerationText);
  return (
    mapLines("Node-Selectors", entriesAt(spec, "nodeSelector"), { indent }) +
    linesUnder("Tolerations", tolerations, { indent })
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

/** How pods are to be spread; nothing when that is not said. */
export function spreadLines(spec: unknown, indent: string): string {
  const constraints = sortedByText(listAt(spec, "topologySpreadConstraints"), "topologyKey").map((constraint) => {
    const selector = member(constraint, "labelSelector");
    const scope = selector === undefined ? "" : ` for selector ${selectorText(selector) || "<none>"}`;
    return `${textAt(constraint, "topologyKey")}:${textAt(constraint, "whenUnsatisfiable")} when max skew ${textAt(constraint, "maxSkew")} is exceeded${scope}`;
  });
  return constraints.length === 0 ? "" : linesUnder("Topology Spread Constraints", constraints, { indent });
}

function sortedByText(list: readonly unknown[], key: string): readonly unknown[] {
  return [...list].sort((a, b) => (textAt(a, key) < textAt(b, key) ? -1 : textAt(a, key) > textAt(b, key) ? 1 : 0));
}
