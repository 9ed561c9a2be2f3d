import { dropLabels, keepLabels, type Labels, labelsKey, METRIC_NAME } from "../labels.ts";
import type { Matching } from "./ast.ts";

/** The labels that two elements must share to match: those of `on`, or all but those of `ignoring` and the name. */
export function matchLabels(labels: Labels, { on, labels: names }: Matching): Labels {
  return on ? keepLabels(labels, names) : dropLabels(labels, new Set([...names, METRIC_NAME]));
}

/** One text for each group of elements that match each other. */
export function matchKey(labels: Labels, matching: Matching): string {
  return labelsKey(matchLabels(labels, matching));
}
