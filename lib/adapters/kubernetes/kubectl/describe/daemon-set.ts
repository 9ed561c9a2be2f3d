import "server-only";
import { type KubeObject, member } from "../objects";
import { eventLines } from "./events";
import { podCounts } from "./pod-counts";
import { podTemplateLines } from "./pod-template";
import { flatMap, selectorText } from "./selector";
import { annotationLines, countAt, labelLines, nameLines } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe daemonset. */
export async function describeDaemonSet(set: KubeObject, viewing: Viewing): Promise<string> {
  const selector = member(set, "spec", "selector");
  const template = member(set, "spec", "template");
  const [counts, events] = await Promise.all([podCounts(set, selector, viewing), eventLines(set, viewing)]);
  const number = (key: string) => countAt(set, "status", key);
  return [
    nameLines(set),
    `Selector:\t${selectorText(selector)}\n`,
    `Node-Selector:\t${flatMap(template, "spec", "nodeSelector")}\n`,
    labelLines(set),
    annotationLines(set),
    `Desired Number of Nodes Scheduled: ${number("desiredNumberScheduled")}\n`,
    `Current Number of Nodes Scheduled: ${number("currentNumberScheduled")}\n`,
    `Number of Nodes Scheduled with Up-to-date Pods: ${number("updatedNumberScheduled")}\n`,
    `Number of Nodes Scheduled with Available Pods: ${number("numberAvailable")}\n`,
    `Number of Nodes Misscheduled: ${number("numberMisscheduled")}\n`,
    `Pods Status:\t${counts}\n`,
    podTemplateLines(template),
    events,
  ].join("");
}
