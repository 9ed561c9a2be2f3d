import "server-only";
import { entriesAt, member, textAt } from "../objects";
import { containerBlocks } from "./containers";
import { placementLines, spreadLines } from "./scheduling";
import { annotationLines, labelLines } from "./text";
import { volumeLines } from "./volumes";

/** The Pod Template block of a workload. */
export function podTemplateLines(template: unknown): string {
  const spec = member(template, "spec");
  const account = textAt(spec, "serviceAccountName");
  const priority = textAt(spec, "priorityClassName");
  return [
    "Pod Template:\n",
    labelLines(template, "  "),
    entriesAt(template, "metadata", "annotations").length > 0 ? annotationLines(template, "  ") : "",
    account ? `  Service Account:\t${account}\n` : "",
    containerBlocks(spec, { pod: null, indent: "  " }),
    volumeLines(spec, "  "),
    spreadLines(spec, "  "),
    priority ? `  Priority Class Name:\t${priority}\n` : "",
    placementLines(spec, "  "),
  ].join("");
}
