import "server-only";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import { canonicalQuantity } from "../../quantities";

/** A resource that the autoscaler looks at, as the API writes it. */
export type Metric = {
  readonly type: "Resource";
  readonly resource: {
    readonly name: string;
    readonly target:
      | { readonly type: "Utilization"; readonly averageUtilization: number }
      | { readonly type: "AverageValue"; readonly averageValue: string };
  };
};

/** What `--cpu`, `--memory` and the older `--cpu-percent` ask for. */
export function readMetrics(flags: Flags): readonly Metric[] {
  const percent = Number(flags.get("cpu-percent") ?? -1);
  if (flags.get("cpu") !== undefined && flags.get("cpu-percent") !== undefined) {
    throw new CommandFailure("error: --cpu-percent and --cpu are mutually exclusive");
  }
  const cpu = flags.get("cpu") ?? (percent > 0 ? `${percent}%` : "");
  return [...metricOf("cpu", cpu, "m"), ...metricOf("memory", flags.get("memory") ?? "", "Mi")];
}

function metricOf(name: string, text: string, unit: string): readonly Metric[] {
  if (text === "") {
    return [];
  }
  const [, percent] = /^(\d+)%$/.exec(text) ?? [];
  if (percent !== undefined) {
    return [
      { type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization: Number(percent) } } },
    ];
  }
  const averageValue = canonicalQuantity(/^\d+$/.test(text) ? `${text}${unit}` : text);
  if (averageValue === null) {
    throw new CommandFailure(`error: invalid resource ${name} value: ${text}`);
  }
  return [{ type: "Resource", resource: { name, target: { type: "AverageValue", averageValue } } }];
}
