import "server-only";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { eventLines } from "./events";
import { podTemplateLines } from "./pod-template";
import { selectorText } from "./selector";
import { headLines, longTime, optionalLine, textOr, titleFlag } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe cronjob. */
export async function describeCronJob(job: KubeObject, viewing: Viewing): Promise<string> {
  const orUnset = (key: string) => textOr("<unset>", job, "spec", key);
  const deadline = textAt(job, "spec", "startingDeadlineSeconds");
  const lastTime = textAt(job, "status", "lastScheduleTime");
  const active = listAt(job, "status", "active").map((reference) => textAt(reference, "name"));
  return [
    headLines(job),
    `Schedule:\t${textAt(job, "spec", "schedule")}\n`,
    `Concurrency Policy:\t${textAt(job, "spec", "concurrencyPolicy")}\n`,
    `Suspend:\t${titleFlag(member(job, "spec", "suspend"))}\n`,
    `Time Zone:\t${orUnset("timeZone")}\n`,
    `Successful Job History Limit:\t${orUnset("successfulJobsHistoryLimit")}\n`,
    `Failed Job History Limit:\t${orUnset("failedJobsHistoryLimit")}\n`,
    `Starting Deadline Seconds:\t${deadline ? `${deadline}s` : "<unset>"}\n`,
    jobTemplateLines(member(job, "spec", "jobTemplate")),
    `Last Schedule Time:\t${lastTime ? longTime(lastTime) : "<unset>"}\n`,
    `Active Jobs:\t${active.join(", ") || "<none>"}\n`,
    await eventLines(job, viewing),
  ].join("");
}

function jobTemplateLines(template: unknown): string {
  const spec = member(template, "spec");
  const selector = member(spec, "selector");
  const deadline = textAt(spec, "activeDeadlineSeconds");
  return [
    `Selector:\t${selector === undefined ? "<unset>" : selectorText(selector)}\n`,
    `Parallelism:\t${textOr("<unset>", spec, "parallelism")}\n`,
    `Completions:\t${textOr("<unset>", spec, "completions")}\n`,
    optionalLine("Active Deadline Seconds", deadline && `${deadline}s`),
    podTemplateLines(member(spec, "template")),
  ].join("");
}
