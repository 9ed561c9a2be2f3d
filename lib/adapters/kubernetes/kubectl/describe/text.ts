import "server-only";
import { entriesAt, type KubeObject, listAt, member, textAt } from "../objects";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
/** An annotation with its key that takes more bytes gets lines of its own, which are cut. */
const MAX_ANNOTATION_BYTES = 140;

type Entries = readonly (readonly [string, string])[];

/** `a=1` pairs under each other, the first on the field's own line: labels, selectors. */
export function mapLines(field: string, entries: Entries, { indent = "" } = {}): string {
  return linesUnder(
    field,
    entries.map(([key, value]) => `${key}=${value}`),
    { indent },
  );
}

/** Texts under each other in the field's column, the first on its own line; `<none>` when there are none. */
export function linesUnder(field: string, texts: readonly string[], { indent = "" } = {}): string {
  if (texts.length === 0) {
    return `${indent}${field}:\t<none>\n`;
  }
  return texts.map((text, index) => `${indent}${index === 0 ? `${field}:` : ""}\t${text}\n`).join("");
}

/** Annotations, without the copy of the manifest that `kubectl apply` leaves. */
export function annotationLines(object: unknown, indent = ""): string {
  const entries = entriesAt(object, "metadata", "annotations").filter(([key]) => key !== LAST_APPLIED);
  return linesUnder(
    "Annotations",
    entries.map(([key, value]) => annotationText(key, value.replace(/\n$/, ""))),
    { indent },
  );
}

function annotationText(key: string, value: string): string {
  const isLong = Buffer.byteLength(value) + Buffer.byteLength(key) + 2 > MAX_ANNOTATION_BYTES;
  if (!isLong && !value.includes("\n")) {
    return `${key}: ${value}`;
  }
  return [`${key}:`, ...value.split("\n").map((line) => `\t  ${cut(line)}`)].join("\n");
}

function cut(line: string): string {
  const bytes = Buffer.from(line);
  const most = MAX_ANNOTATION_BYTES - 2;
  return bytes.length > most ? `${bytes.subarray(0, most).toString("utf8")}...` : line;
}

/** Name, namespace, labels and annotations, as most descriptions begin. */
export function headLines(object: KubeObject): string {
  return nameLines(object) + labelLines(object) + annotationLines(object);
}

export function nameLines({ metadata }: KubeObject): string {
  return `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ""}\n`;
}

/** Labels of an object or of a pod template. */
export function labelLines(object: unknown, indent = ""): string {
  return mapLines("Labels", entriesAt(object, "metadata", "labels"), { indent });
}

/** The name without a namespace, then labels and annotations: objects of the whole cluster. */
export function clusterHeadLines(object: KubeObject): string {
  return `Name:\t${object.metadata.name}\n${labelLines(object)}${annotationLines(object)}`;
}

export function creationLine(object: KubeObject): string {
  return `CreationTimestamp:\t${longTime(object.metadata.creationTimestamp ?? "")}\n`;
}

/** Who made the object, `Deployment/web`; nothing when nobody did. */
export function controllerLine({ metadata }: KubeObject): string {
  const owner = metadata.ownerReferences?.find((reference) => reference.controller === true);
  return owner ? `Controlled By:\t${owner.kind}/${owner.name}\n` : "";
}

/** RFC 1123 with a numeric zone, as Go's time.RFC1123Z; a time that is not there is Go's zero. */
export function longTime(timestamp: string): string {
  return timestamp === ""
    ? "Mon, 01 Jan 0001 00:00:00 +0000"
    : new Date(timestamp).toUTCString().replace("GMT", "+0000");
}

/** One line per key of a list such as limits: `  cpu:\t250m`, indented. */
export function quantityLines(title: string, entries: Entries, indent: string): string {
  return entries.length === 0
    ? ""
    : `${indent}${title}:\n${entries.map(([name, amount]) => `${indent}  ${name}:\t${amount}\n`).join("")}`;
}

/** A table of conditions under its headings, with the text of each condition's row; nothing when there are none. */
export function conditionTable(object: unknown, headings: string, row: (condition: unknown) => string): string {
  const conditions = listAt(object, "status", "conditions");
  // kubectl rules the time of a probe like that of a heartbeat.
  const rule = headings.replace("LastProbeTime", "LastHeartbeatTime").replace(/[^\t]/g, "-");
  return conditions.length === 0
    ? ""
    : `Conditions:\n  ${headings}\n  ${rule}\n${conditions.map((condition) => `  ${row(condition)}\n`).join("")}`;
}

/** Type, status and reason of each condition. */
export function reasonedConditions(object: unknown): string {
  return conditionTable(
    object,
    "Type\tStatus\tReason",
    (condition) => `${textAt(condition, "type")} \t${textAt(condition, "status")}\t${textAt(condition, "reason")}`,
  );
}

/** A number at a place; "0" when there is none. */
export function countAt(value: unknown, ...keys: readonly string[]): string {
  return textAt(value, ...keys) || "0";
}

/** `field:\tvalue`; nothing when there is no value. */
export function optionalLine(field: string, value: string): string {
  return value === "" ? "" : `${field}:\t${value}\n`;
}

/** "true" or "false", as a flag that may be left out. */
export function flagAt(value: unknown, ...keys: readonly string[]): string {
  return String(member(value, ...keys) === true);
}

/** A list as Go prints it: `[a b]`. */
export function goList(items: readonly unknown[]): string {
  return `[${items.map(String).join(" ")}]`;
}

/** Text at a place, or a word for its absence. */
export function textOr(otherwise: string, value: unknown, ...keys: readonly string[]): string {
  return member(value, ...keys) === undefined ? otherwise : textAt(value, ...keys);
}

/** "True", "False" or "<unset>". */
export function titleFlag(value: unknown): string {
  return value === undefined || value === null ? "<unset>" : value === true ? "True" : "False";
}
