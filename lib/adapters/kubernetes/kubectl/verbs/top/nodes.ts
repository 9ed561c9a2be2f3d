import "server-only";
import { CommandFailure } from "../../failure";
import { type Flags, type FlagTable, parseFlags } from "../../flags";
import { goSort } from "../../go/sort";
import type { Invocation } from "../../invocation";
import { type KubeObject, kubeList, kubeObject, textAt } from "../../objects";
import { parseQuantity } from "../../quantity";
import { nameOf, readMetrics, selectorQuery } from "./metrics";
import {
  isBefore,
  type Named,
  printRows,
  type Resource,
  shownResources,
  sortingOf,
  topFlags,
  usageCell,
  usageOf,
} from "./usage";

const flagTable: FlagTable = { ...topFlags, "show-capacity": { kind: "switch" } };

const titles: Readonly<Record<Resource, readonly string[]>> = {
  cpu: ["CPU(cores)", "CPU(%)"],
  memory: ["MEMORY(bytes)", "MEMORY(%)"],
  swap: ["SWAP(bytes)", "SWAP(%)"],
};

/** kubectl top node. */
export async function topNodes(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "top node");
  const name = nameOf(flags, "node [NAME | -l label]", "top node");
  const sorting = sortingOf(flags);
  const query = selectorQuery(flags);
  if (name !== undefined && query !== "") {
    throw new CommandFailure("error: only one of NAME or --selector can be provided");
  }
  call.check({ namespace: null, risk: "read", description: "top nodes" });
  const [metrics, nodes] = await Promise.all([
    readMetrics(call, "nodes", { name, query }),
    readNodes(call, { name, query }),
  ]);
  if (metrics.length === 0) {
    throw new CommandFailure("error: metrics not available yet");
  }
  const measured = metrics.map((one) => ({ name: one.metadata.name, usage: usageOf(one) }));
  const sorted = goSort(measured, (a, b) => isBefore(a, b, sorting));
  printRows(call, nodeRows({ sorted, nodes: await nodes() }, flags));
  return 0;
}

/** Asked together with the metrics; a failure of theirs is said first. */
async function readNodes(
  call: Invocation,
  { name, query }: { readonly name: string | undefined; readonly query: string },
): Promise<() => Promise<readonly KubeObject[]>> {
  const path = `/api/v1/nodes${name === undefined ? query : `/${encodeURIComponent(name)}`}`;
  const asked = await Promise.allSettled([call.ask({ path })]);
  return async () => {
    const [result] = asked;
    if (result.status === "rejected") {
      throw result.reason;
    }
    const { body } = result.value;
    return name === undefined ? kubeList.parse(body).items : [kubeObject.parse(body)];
  };
}

type Measured = { readonly sorted: readonly Named[]; readonly nodes: readonly KubeObject[] };

function nodeRows({ sorted, nodes }: Measured, flags: Flags): readonly (readonly string[])[] {
  const resources = shownResources(flags);
  const room = flags.has("show-capacity") ? "capacity" : "allocatable";
  const rows = sorted.map((node) => {
    const object = nodes.find(({ metadata }) => metadata.name === node.name);
    return [node.name, ...resources.flatMap((resource) => cellsOf(node, { object, resource, room }))];
  });
  const missing = nodes
    .filter(({ metadata }) => !sorted.some(({ name }) => name === metadata.name))
    .map(({ metadata }) => [metadata.name, ...resources.flatMap(() => ["<unknown>", "<unknown>"])]);
  const header = ["NAME", ...resources.flatMap((resource) => titles[resource])];
  return [...(flags.has("no-headers") ? [] : [header]), ...rows, ...missing];
}

type Cell = {
  readonly object: KubeObject | undefined;
  readonly resource: Resource;
  readonly room: "capacity" | "allocatable";
};

/** Usage and its share of the node; without a share when the node says nothing of the resource. */
function cellsOf({ usage }: Named, { object, resource, room }: Cell): readonly string[] {
  if (resource === "swap") {
    return swapCells(usageCell(usage, resource), textAt(object, "status", "nodeInfo", "swap", "capacity"), usage);
  }
  const text = textAt(object, "status", room, resource);
  const cell = usageCell(usage, resource);
  return text === "" ? [cell] : [cell, share(usage[resource].milli(), parseQuantity(text).milli())];
}

function swapCells(cell: string, capacity: string, usage: Named["usage"]): readonly string[] {
  return capacity === "" ? ["<unknown>", "<unknown>"] : [cell, share(usage.swap.milli(), BigInt(capacity) * 1_000n)];
}

function share(used: bigint, available: bigint): string {
  return available === 0n ? "0%" : `${Math.trunc((Number(used) / Number(available)) * 100)}%`;
}
