import "server-only";
import { serverFailure } from "../failure";
import { type KubeObject, textAt } from "../objects";
import { limitSummary } from "./limit-range";
import { corePath, tryList } from "./list";
import { quotaSummary } from "./resource-quota";
import { clusterHeadLines, conditionTable, longTime } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe namespace: with its quotas and limits, without events. */
export async function describeNamespace(namespace: KubeObject, viewing: Viewing): Promise<string> {
  const { name } = namespace.metadata;
  const [quotas, limits] = await Promise.all([
    listKnown(corePath("resourcequotas", name), viewing),
    listKnown(corePath("limitranges", name), viewing),
  ]);
  return [
    clusterHeadLines(namespace),
    `Status:\t${textAt(namespace, "status", "phase")}\n`,
    conditionTable(
      namespace,
      "Type\tStatus\tLastTransitionTime\tReason\tMessage",
      (condition) =>
        `${textAt(condition, "type")}\t${textAt(condition, "status")}\t${longTime(textAt(condition, "lastTransitionTime"))}\t${textAt(condition, "reason")}\t${textAt(condition, "message")}`,
    ),
    quotas === null ? "" : `\n${quotaSummary(quotas)}`,
    limits === null ? "" : `\n${limitSummary(limits)}`,
  ].join("");
}

/** Null when the server does not know the kind. */
async function listKnown(path: string, viewing: Viewing): Promise<readonly KubeObject[] | null> {
  const { items, refused } = await tryList({ path }, viewing);
  if (refused && refused.status !== 404) {
    throw serverFailure(refused);
  }
  return refused ? null : items;
}
