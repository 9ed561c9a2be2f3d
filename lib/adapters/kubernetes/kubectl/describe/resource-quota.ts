import "server-only";
import { entriesAt, type KubeObject, listAt, textAt } from "../objects";
import { parseQuantity, wholeQuantity } from "../quantity";
import { nameLines } from "./text";

const scopeHelp: Readonly<Record<string, string>> = {
  Terminating:
    "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.",
  NotTerminating:
    "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.",
  BestEffort:
    "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
  NotBestEffort:
    "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.",
};

/** kubectl describe resourcequota: without events. */
export async function describeResourceQuota(quota: KubeObject): Promise<string> {
  const rows = entriesAt(quota, "status", "hard").map(
    ([name, hard]) => `${name}\t${inFormatOf(hard, textAt(quota, "status", "used", name) || "0")}\t${hard}\n`,
  );
  return [nameLines(quota), scopeLines(quota, "", " * "), "Resource\tUsed\tHard\n--------\t----\t----\n", ...rows].join(
    "",
  );
}

/** The quotas of a namespace, as `describe namespace` shows them. */
export function quotaSummary(quotas: readonly KubeObject[]): string {
  if (quotas.length === 0) {
    return "No resource quota.\n";
  }
  const sorted = [...quotas].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const blocks = sorted.map((quota) => {
    const rows = entriesAt(quota, "status", "hard").map(
      ([name, hard]) => `  ${name}\t${textAt(quota, "status", "used", name) || "0"}\t${hard}\n`,
    );
    const heading = "  Resource\tUsed\tHard\n  --------\t---\t---\n";
    return `  Name:\t${quota.metadata.name}\n${scopeLines(quota, "  ", "  * ")}${heading}${rows.join("")}`;
  });
  return `Resource Quotas\n${blocks.join("")}`;
}

function scopeLines(quota: KubeObject, indent: string, bullet: string): string {
  const scopes = listAt(quota, "spec", "scopes").map(String).sort();
  const help = scopes.flatMap((scope) => scopeHelp[scope] ?? []).map((text) => `${bullet}${text}\n`);
  return scopes.length === 0 ? "" : `${indent}Scopes:\t${scopes.join(", ")}\n${help.join("")}`;
}

/** What is used, in the unit family of the limit. */
function inFormatOf(hard: string, used: string): string {
  const { format } = parseQuantity(hard);
  const amount = parseQuantity(used);
  return amount.format === format ? used : wholeQuantity(amount.whole(), format).toString();
}
