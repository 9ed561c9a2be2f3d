import "server-only";
import { CommandFailure } from "../../failure";
import type { Flags, FlagTable } from "../../flags";
import type { Invocation } from "../../invocation";
import { textAt } from "../../objects";
import { parseQuantity, type Quantity, wholeQuantity } from "../../quantity";
import { alignTabs, tableWidths } from "../../tab-writer";

export const topFlags: FlagTable = {
  selector: { kind: "value", short: "l" },
  "sort-by": { kind: "value" },
  "no-headers": { kind: "switch" },
  "show-swap": { kind: "switch" },
  // The metrics come as JSON either way.
  "use-protocol-buffers": { kind: "switch" },
};

export type Resource = "cpu" | "memory" | "swap";
export type Usage = Readonly<Record<Resource, Quantity>>;

const nothing = wholeQuantity(0n, "decimal");
const noUsage: Usage = { cpu: nothing, memory: nothing, swap: nothing };

/** What metrics say of one container or node. */
export function usageOf(metrics: unknown): Usage {
  const of = (resource: Resource) => parseQuantity(textAt(metrics, "usage", resource) || "0");
  return { cpu: of("cpu"), memory: of("memory"), swap: of("swap") };
}

export function sumOf(usages: readonly Usage[]): Usage {
  return usages.reduce<Usage>(
    (sum, one) => ({
      cpu: sum.cpu.add(one.cpu),
      memory: sum.memory.add(one.memory),
      swap: sum.swap.add(one.swap),
    }),
    noUsage,
  );
}

/** The columns that the flags ask for. */
export function shownResources(flags: Flags): readonly Resource[] {
  return flags.has("show-swap") ? ["cpu", "memory", "swap"] : ["cpu", "memory"];
}

/** An amount as a cell: cores are rounded up to a thousandth, mebibytes are cut. */
export function usageCell(usage: Usage, resource: Resource): string {
  return resource === "cpu" ? `${usage.cpu.milli()}m` : `${usage[resource].whole() / 1_048_576n}Mi`;
}

export type Sorting = "cpu" | "memory" | "name";

/** Throws kubectl's error for another field. */
export function sortingOf(flags: Flags): Sorting {
  const said = flags.get("sort-by") ?? "";
  if (said !== "" && said !== "cpu" && said !== "memory") {
    throw new CommandFailure("error: --sort-by accepts only cpu or memory");
  }
  return said === "" ? "name" : said;
}

/** Whether one comes before the other: the larger first, or by name. */
export function isBefore(a: Named, b: Named, sorting: Sorting): boolean {
  switch (sorting) {
    case "cpu":
      return a.usage.cpu.milli() > b.usage.cpu.milli();
    case "memory":
      return a.usage.memory.whole() > b.usage.memory.whole();
    case "name":
      return a.name < b.name;
  }
}

export type Named = { readonly name: string; readonly usage: Usage };

/** Rows whose last cell is padded too: kubectl ends each with a tab. */
export function printRows(call: Invocation, rows: readonly (readonly string[])[]): void {
  call.out(alignTabs(rows.map((row) => `${row.join("\t")}\t\n`).join(""), tableWidths));
}
