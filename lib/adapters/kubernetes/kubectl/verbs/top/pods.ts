import "server-only";
import { goDuration } from "../../durations";
import { CommandFailure } from "../../failure";
import { type Flags, type FlagTable, parseFlags } from "../../flags";
import { goSort } from "../../go/sort";
import type { Invocation } from "../../invocation";
import { type KubeObject, kubeList, listAt, textAt } from "../../objects";
import { nameOf, readMetrics, selectorQuery } from "./metrics";
import {
  isBefore,
  type Named,
  printRows,
  type Resource,
  type Sorting,
  shownResources,
  sortingOf,
  sumOf,
  topFlags,
  type Usage,
  usageCell,
  usageOf,
} from "./usage";

const flagTable: FlagTable = {
  ...topFlags,
  "all-namespaces": { kind: "switch", short: "A" },
  containers: { kind: "switch" },
  "field-selector": { kind: "value" },
  sum: { kind: "switch" },
};

const METRICS_DELAY_MS = 120_000;
const titles: Readonly<Record<Resource, string>> = {
  cpu: "CPU(cores)",
  memory: "MEMORY(bytes)",
  swap: "SWAP(bytes)",
};

type Pod = Named & { readonly namespace: string; readonly containers: readonly Named[] };

/** kubectl top pod. */
export async function topPods(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "top pod");
  const name = nameOf(flags, "pod [NAME | -l label]", "top pod");
  const sorting = sortingOf(flags);
  const query = selectorQuery(flags);
  if (name !== undefined && query !== "") {
    throw new CommandFailure("error: only one of NAME or selector can be provided");
  }
  const isAll = flags.has("all-namespaces");
  call.check({ namespace: isAll ? null : call.namespace, risk: "read", description: "top pods" });
  const place = isAll ? "pods" : `namespaces/${encodeURIComponent(call.namespace)}/pods`;
  const pods = (await readMetrics(call, place, { name, query })).map(podOf);
  if (pods.length === 0) {
    await explainNothing(call, query);
    call.io.write("stderr", isAll ? "No resources found\n" : `No resources found in ${call.namespace} namespace.\n`);
    return 0;
  }
  printRows(call, podRows(sortedPods(pods, { sorting, isAll }), flags));
  return 0;
}

function podOf(metrics: KubeObject): Pod {
  const containers = listAt(metrics, "containers").map((container) => ({
    name: textAt(container, "name"),
    usage: usageOf(container),
  }));
  const { name, namespace = "" } = metrics.metadata;
  return { name, namespace, containers, usage: sumOf(containers.map(({ usage }) => usage)) };
}

/** Pods that are older than a moment and have no metrics are worth an error. */
async function explainNothing(call: Invocation, query: string): Promise<void> {
  const path = `/api/v1/namespaces/${encodeURIComponent(call.namespace)}/pods${query}`;
  const { items } = kubeList.parse((await call.ask({ path })).body);
  for (const { metadata } of items) {
    const ageMs = call.now().getTime() - Date.parse(metadata.creationTimestamp ?? "");
    if (ageMs > METRICS_DELAY_MS) {
      throw new CommandFailure(
        `error: Metrics not available for pod ${call.namespace}/${metadata.name}, age: ${goDuration(ageMs)}`,
      );
    }
  }
  if (items.length > 0) {
    throw new CommandFailure("error: metrics not available yet");
  }
}

function sortedPods(
  pods: readonly Pod[],
  { sorting, isAll }: { readonly sorting: Sorting; readonly isAll: boolean },
): readonly Pod[] {
  const sorted = goSort(pods, (a, b) =>
    sorting === "name" && isAll && a.namespace !== b.namespace ? a.namespace < b.namespace : isBefore(a, b, sorting),
  );
  return sorted.map((pod) => ({ ...pod, containers: goSort(pod.containers, (a, b) => isBefore(a, b, sorting)) }));
}

function podRows(pods: readonly Pod[], flags: Flags): readonly (readonly string[])[] {
  const [isAll, byContainer, hasHeaders] = [
    flags.has("all-namespaces"),
    flags.has("containers"),
    !flags.has("no-headers"),
  ];
  const resources = shownResources(flags);
  const cells = (usage: Usage) => resources.map((resource) => usageCell(usage, resource));
  const rows = pods.flatMap((pod) => {
    const place = isAll ? [pod.namespace] : [];
    return byContainer
      ? pod.containers.map(({ name, usage }) => [...place, pod.name, name, ...cells(usage)])
      : [[...place, pod.name, ...cells(pod.usage)]];
  });
  const header = [
    ...(isAll ? ["NAMESPACE"] : []),
    ...(byContainer ? ["POD"] : []),
    "NAME",
    ...resources.map((resource) => titles[resource]),
  ];
  // Without a header kubectl forgets the columns before the name.
  const width = hasHeaders ? header.length : resources.length + 1;
  const total = flags.has("sum") ? sumRows(cells(sumOf(pods.map(({ usage }) => usage))), width) : [];
  return [...(hasHeaders ? [header] : []), ...rows, ...total];
}

function sumRows(total: readonly string[], width: number): readonly (readonly string[])[] {
  const empty = (count: number) => Array.from({ length: count }, () => "");
  return [
    [...empty(width - 2), "________", "________"],
    [...empty(width - 3), "", ...total],
  ];
}
