import "server-only";
import { humanDuration } from "../durations";
import { type KubeObject, member, textAt } from "../objects";
import { eventLines } from "./events";
import { podTemplateLines } from "./pod-template";
import { selectorText } from "./selector";
import { annotationLines, controllerLine, countAt, labelLines, longTime, nameLines, optionalLine } from "./text";
import type { Viewing } from "./viewing";

/** A list of completed indexes is cut at the first comma behind so many characters. */
const MAX_INDEXES = 50;

/** kubectl describe job. */
export async function describeJob(job: KubeObject, viewing: Viewing): Promise<string> {
  const spec = (key: string) => textAt(job, "spec", key);
  const deadline = spec("activeDeadlineSeconds");
  return [
    nameLines(job),
    `Selector:\t${selectorText(member(job, "spec", "selector"))}\n`,
    labelLines(job),
    annotationLines(job),
    controllerLine(job),
    optionalLine("Parallelism", spec("parallelism")),
    `Completions:\t${spec("completions") || "<unset>"}\n`,
    optionalLine("Completion Mode", spec("completionMode")),
    optionalLine("Suspend", spec("suspend")),
    optionalLine("Backoff Limit", spec("backoffLimit")),
    optionalLine("TTL Seconds After Finished", spec("ttlSecondsAfterFinished")),
    timeLines(job),
    optionalLine("Active Deadline Seconds", deadline && `${deadline}s`),
    statusLines(job),
    podTemplateLines(member(job, "spec", "template")),
    await eventLines(job, viewing),
  ].join("");
}

function timeLines(job: KubeObject): string {
  const start = textAt(job, "status", "startTime");
  const end = textAt(job, "status", "completionTime");
  return [
    optionalLine("Start Time", start && longTime(start)),
    optionalLine("Completed At", end && longTime(end)),
    optionalLine("Duration", start && end && humanDuration((Date.parse(end) - Date.parse(start)) / 1000)),
  ].join("");
}

function statusLines(job: KubeObject): string {
  const number = (key: string) => countAt(job, "status", key);
  const ready = textAt(job, "status", "ready");
  const counts = `${number("active")} Active${ready && ` (${ready} Ready)`} / ${number("succeeded")} Succeeded / ${number("failed")} Failed`;
  const isIndexed = textAt(job, "spec", "completionMode") === "Indexed";
  const indexes = isIndexed ? `Completed Indexes:\t${cutIndexes(textAt(job, "status", "completedIndexes"))}\n` : "";
  return `Pods Statuses:\t${counts}\n${indexes}`;
}

function cutIndexes(indexes: string): string {
  const comma = indexes.indexOf(",", MAX_INDEXES);
  return indexes === "" ? "<none>" : comma === -1 ? indexes : `${indexes.slice(0, comma + 1)}...`;
}
