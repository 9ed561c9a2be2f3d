import "server-only";
import { entriesAt, type KubeObject, listAt, member, textAt } from "../objects";
import { storageClass } from "./claim";
import { eventLines } from "./events";
import { podCounts } from "./pod-counts";
import { podTemplateLines } from "./pod-template";
import { selectorText } from "./selector";
import { annotationLines, countAt, creationLine, goList, labelLines, mapLines, nameLines, textOr } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe statefulset. */
export async function describeStatefulSet(set: KubeObject, viewing: Viewing): Promise<string> {
  const selector = member(set, "spec", "selector");
  const [counts, events] = await Promise.all([podCounts(set, selector, viewing), eventLines(set, viewing)]);
  return [
    nameLines(set),
    creationLine(set),
    `Selector:\t${selectorText(selector)}\n`,
    labelLines(set),
    annotationLines(set),
    `Replicas:\t${countAt(set, "spec", "replicas")} desired | ${countAt(set, "status", "replicas")} total\n`,
    updateLines(member(set, "spec", "updateStrategy")),
    `Pods Status:\t${counts}\n`,
    podTemplateLines(member(set, "spec", "template")),
    claimTemplateLines(listAt(set, "spec", "volumeClaimTemplates")),
    events,
  ].join("");
}

function updateLines(strategy: unknown): string {
  const type = `Update Strategy:\t${textAt(strategy, "type")}\n`;
  const partition = textAt(strategy, "rollingUpdate", "partition");
  const unavailable = textAt(strategy, "rollingUpdate", "maxUnavailable");
  if (partition === "") {
    return type;
  }
  return `${type}  Partition:\t${partition}\n${unavailable === "" ? "" : `  MaxUnavailable:\t${unavailable}\n`}`;
}

function claimTemplateLines(templates: readonly unknown[]): string {
  if (templates.length === 0) {
    return "Volume Claims:\t<none>\n";
  }
  const texts = templates.map((template) =>
    [
      `  Name:\t${textAt(template, "metadata", "name")}\n`,
      `  StorageClass:\t${storageClass(template)}\n`,
      labelLines(template, "  "),
      mapLines("Annotations", entriesAt(template, "metadata", "annotations"), { indent: "  " }),
      `  Capacity:\t${textOr("<default>", template, "spec", "resources", "requests", "storage")}\n`,
      `  Access Modes:\t${goList(listAt(template, "spec", "accessModes"))}\n`,
    ].join(""),
  );
  return `Volume Claims:\n${texts.join("")}`;
}
