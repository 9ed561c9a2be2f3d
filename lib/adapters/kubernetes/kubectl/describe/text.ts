import "server-only";
import { entriesAt, listAt, textAt } from "../objects";

/** `a=1` pairs under each other, the first on the field's own line: labels, selectors. `separator` "=" or ": ". */
export function mapLines(
  field: string,
  entries: readonly (readonly [string, string])[],
  { separator = "=", indent = "" } = {},
): string {
  if (entries.length === 0) {
    return `${indent}${field}:\t<none>\n`;
  }
  return entries
    .map(([key, value], index) => `${indent}${index === 0 ? `${field}:` : ""}\t${key}${separator}${value}\n`)
    .join("");
}

/** Annotations, without the copy of the manifest that `kubectl apply` leaves. */
export function annotationLines(object: unknown, indent = ""): string {
  const entries = entriesAt(object, "metadata", "annotations").filter(
    ([key]) => key !== "kubectl.kubernetes.io/last-applied-configuration",
  );
  return mapLines("Annotations", entries, { separator: ": ", indent });
}

/** RFC 1123 with a numeric zone, as Go's time.RFC1123Z. */
export function longTime(timestamp: string): string {
  if (timestamp === "") {
    return "<unset>";
  }
  const date = new Date(timestamp);
  return `${date.toUTCString().replace("GMT", "+0000")}`;
}

/** One line per key of a list such as limits: `  cpu:\t250m`, indented. */
export function quantityLines(title: string, entries: readonly (readonly [string, string])[], indent: string): string {
  return entries.length === 0
    ? ""
    : `${indent}${title}:\n${entries.map(([name, amount]) => `${indent}  ${name}:\t${amount}\n`).join("")}`;
}

/** A condition table: Type and Status, and Reason when it is shown. */
export function conditionLines(object: unknown, { withReason }: { readonly withReason: boolean }): string {
  const conditions = listAt(object, "status", "conditions");
  if (conditions.length === 0) {
    return "";
  }
  const rows = conditions.map((condition) => {
    const [type, status] = [textAt(condition, "type"), textAt(condition, "status")];
    return withReason ? `  ${type}\t${status}\t${textAt(condition, "reason")}\n` : `  ${type} \t${status} \n`;
  });
  return withReason
    ? `Conditions:\n  Type\tStatus\tReason\n  ----\t------\t------\n${rows.join("")}`
    : `Conditions:\n  Type\tStatus\n${rows.join("")}`;
}
