import "server-only";
import type { KubeObject } from "../objects";
import { eventLines } from "./events";
import { fieldLabel } from "./field-label";
import { goValue } from "./go-value";
import { annotationLines, labelLines, nameLines } from "./text";
import type { Viewing } from "./viewing";

const SHOWN_BEFORE = new Set(["managedFields", "name", "namespace", "labels", "annotations"]);

/** kubectl describe of a kind that has no description of its own: all fields, nested as they are. */
export async function describeAnything(object: KubeObject, viewing: Viewing): Promise<string> {
  const { metadata, ...content } = object;
  const rest = Object.fromEntries(Object.entries(metadata).filter(([key]) => !SHOWN_BEFORE.has(key)));
  return [
    nameLines(object),
    labelLines(object),
    annotationLines(object),
    fieldLines({ ...content, metadata: rest }, ""),
    await eventLines(object, viewing),
  ].join("");
}

function fieldLines(content: object, indent: string): string {
  return Object.entries(content)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, value]) => fieldText(fieldLabel(field), value, indent))
    .join("");
}

function fieldText(label: string, value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => (isMap(item) ? fieldLines(item, deeper) : `${deeper}${goValue(item)}\n`));
    return `${indent}${label}:\n${items.join("")}`;
  }
  return isMap(value) ? `${indent}${label}:\n${fieldLines(value, deeper)}` : `${indent}${label}:\t${goValue(value)}\n`;
}

function isMap(value: unknown): value is object {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
