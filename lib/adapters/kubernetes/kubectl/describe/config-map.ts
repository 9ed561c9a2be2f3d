import "server-only";
import { entriesAt, type KubeObject } from "../objects";
import { eventLines } from "./events";
import { headLines } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe configmap. */
export async function describeConfigMap(map: KubeObject, viewing: Viewing): Promise<string> {
  const texts = entriesAt(map, "data").map(([key, value]) => `${key}:\n----\n${value}\n\n`);
  const binaries = entriesAt(map, "binaryData").map(
    ([key, value]) => `${key}: ${Buffer.from(value, "base64").length} bytes\n`,
  );
  return [
    headLines(map),
    `\nData\n====\n${texts.join("")}`,
    `\nBinaryData\n====\n${binaries.join("")}\n`,
    await eventLines(map, viewing),
  ].join("");
}
