import "server-only";
import { entriesAt, type KubeObject, listAt, textAt } from "../objects";
import { nameLines, textOr } from "./text";

const HEADINGS = "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n";
const RULE = "----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n";
const COLUMNS = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"];

/** kubectl describe limitrange: without events. */
export async function describeLimitRange(range: KubeObject): Promise<string> {
  return `${nameLines(range)}${HEADINGS}${RULE}${limitLines(range, "")}`;
}

/** The limit ranges of a namespace, as `describe namespace` shows them. */
export function limitSummary(ranges: readonly KubeObject[]): string {
  return ranges.length === 0
    ? "No LimitRange resource.\n"
    : `Resource Limits\n ${HEADINGS} ${RULE}${ranges.map((range) => limitLines(range, " ")).join("")}`;
}

/** kubectl's own order of a limit's resources is that of a Go map, which changes from call to call; here by name. */
function limitLines(range: KubeObject, indent: string): string {
  const lines = listAt(range, "spec", "limits").flatMap((limit) => {
    const names = new Set(COLUMNS.flatMap((column) => entriesAt(limit, column).map(([name]) => name)));
    return [...names].sort().map((name) => {
      const cells = COLUMNS.map((column) => textOr("-", limit, column, name));
      return `${indent}${textAt(limit, "type")}\t${name}\t${cells.join("\t")}\n`;
    });
  });
  return lines.join("");
}
