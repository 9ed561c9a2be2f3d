import "server-only";
import { entriesAt, type KubeObject, listAt, member, textAt } from "../objects";
import { parseQuantity, type Quantity } from "../quantity";
import { flagAt } from "./text";

/** The Environment blocks of a container. A pod gives the fields that kubectl itself fills in; a template has none. */
export function environmentLines(container: unknown, pod: KubeObject | null): string {
  return fromLines(container) + variableLines(container, pod);
}

function fromLines(container: unknown): string {
  const sources = listAt(container, "envFrom").map((source) => {
    const map = member(source, "configMapRef");
    const from = map ?? member(source, "secretRef");
    const kind = map === undefined ? (from === undefined ? "" : "Secret") : "ConfigMap";
    const prefix = textAt(source, "prefix");
    return `      ${textAt(from, "name")}\t${kind}${prefix ? ` with prefix '${prefix}'` : ""}\tOptional: ${flagAt(from, "optional")}\n`;
  });
  return sources.length === 0 ? "" : `    Environment Variables from:\n${sources.join("")}`;
}

function variableLines(container: unknown, pod: KubeObject | null): string {
  const variables = listAt(container, "env");
  if (variables.length === 0) {
    return "    Environment:\t<none>\n";
  }
  const lines = variables.map((variable) => {
    const text = variableText(variable, container, pod);
    return text === null ? "" : `      ${textAt(variable, "name")}:\t${text}\n`;
  });
  return `    Environment:\n${lines.join("")}`;
}

/** Null for a source that kubectl does not know, which it leaves out. */
function variableText(variable: unknown, container: unknown, pod: KubeObject | null): string | null {
  const from = member(variable, "valueFrom");
  if (from === undefined) {
    return textAt(variable, "value").split("\n").join("\n      \t");
  }
  const field = member(from, "fieldRef");
  if (field !== undefined) {
    const path = textAt(field, "fieldPath");
    return `${fieldValue(path, pod)} (${textAt(field, "apiVersion")}:${path})`;
  }
  const resource = member(from, "resourceFieldRef");
  if (resource !== undefined) {
    return `${resourceValue(resource, container)} (${textAt(resource, "resource")})`;
  }
  return keyText(from);
}

function keyText(from: unknown): string | null {
  const secret = member(from, "secretKeyRef");
  const source = secret ?? member(from, "configMapKeyRef");
  if (source === undefined) {
    return null;
  }
  const place = secret === undefined ? "of config map" : "in secret";
  return `<set to the key '${textAt(source, "key")}' ${place} '${textAt(source, "name")}'>\tOptional: ${flagAt(source, "optional")}`;
}

function fieldValue(path: string, pod: KubeObject | null): string {
  const values: Readonly<Record<string, string | undefined>> = {
    "metadata.name": pod?.metadata.name,
    "metadata.namespace": pod?.metadata.namespace,
  };
  return values[path] ?? "";
}

const resourceFields = new Set(
  ["limits", "requests"].flatMap((list) => [`${list}.cpu`, `${list}.memory`, `${list}.ephemeral-storage`]),
);

function resourceValue(reference: unknown, container: unknown): string {
  const field = textAt(reference, "resource");
  if (!resourceFields.has(field)) {
    return "";
  }
  const [list = "", name = ""] = field.split(".");
  const amount = Object.fromEntries(entriesAt(container, "resources", list))[name] ?? "0";
  const value = inUnits(parseQuantity(amount), parseQuantity(textAt(reference, "divisor") || "0"), name === "cpu");
  return value === "0" && (field === "limits.cpu" || field === "limits.memory") ? "node allocatable" : value;
}

/** How many of the divisor, rounded up; a divisor of nothing is one. */
function inUnits(amount: Quantity, divisor: Quantity, isMilli: boolean): string {
  const count = (quantity: Quantity) => Number(isMilli ? quantity.milli() : quantity.whole());
  const unit = divisor.isZero ? (isMilli ? 1000 : 1) : count(divisor);
  return String(Math.ceil(count(amount) / unit));
}
