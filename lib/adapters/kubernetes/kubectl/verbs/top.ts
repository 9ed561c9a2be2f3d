import "server-only";
import { CommandFailure, serverFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { type KubeObject, kubeList, listAt, textAt } from "../objects";
import { quantityValue } from "../quantities";
import { alignTabs, tableWidths } from "../tab-writer";

const flagTable: FlagTable = {
  containers: { kind: "switch" },
  "sort-by": { kind: "value" },
  selector: { kind: "value", short: "l" },
  "all-namespaces": { kind: "switch", short: "A" },
  "no-headers": { kind: "switch" },
  "field-selector": { kind: "value" },
};

type Usage = { readonly cpu: number; readonly memory: number };
type Row = Usage & { readonly namespace: string; readonly cells: readonly string[] };

/** kubectl top pods / nodes, from metrics.k8s.io. */
export async function top(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "top");
  const [what = "", name] = flags.words;
  if (["pod", "pods", "po"].includes(what)) {
    return topPods(flags, name, call);
  }
  if (["node", "nodes", "no"].includes(what)) {
    return topNodes(flags, name, call);
  }
  throw new CommandFailure(
    what === ""
      ? "error: say what to show: kubectl top pods, or kubectl top nodes"
      : `error: unknown command "${what}" for "kubectl top"`,
  );
}

async function readMetrics(call: Invocation, path: string, flags: Flags): Promise<readonly KubeObject[]> {
  const query = new URLSearchParams();
  for (const [flag, parameter] of [
    ["selector", "labelSelector"],
    ["field-selector", "fieldSelector"],
  ] as const) {
    const value = flags.get(flag);
    if (value !== undefined) {
      query.set(parameter, value);
    }
  }
  const reply = await call.connection.request({
    path: query.size > 0 ? `${path}?${query}` : path,
    signal: call.io.signal,
  });
  if (reply.status === 404 && textAt(reply.body, "kind") !== "Status") {
    throw new CommandFailure("error: Metrics API not available");
  }
  if (reply.status !== 200) {
    throw reply.status === 503 ? new CommandFailure("error: Metrics API not available") : serverFailure(reply);
  }
  const list = kubeList.safeParse(reply.body);
  return list.success ? list.data.items : [kubeList.shape.items.element.parse(reply.body)];
}

async function topPods(flags: Flags, name: string | undefined, call: Invocation): Promise<number> {
  const isAll = flags.has("all-namespaces");
  const namespace = isAll ? null : call.namespace;
  call.check({ namespace, risk: "read", description: "top pods" });
  const place = namespace === null ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  const pods = await readMetrics(
    call,
    `/apis/metrics.k8s.io/v1beta1${place}/pods${name === undefined ? "" : `/${encodeURIComponent(name)}`}`,
    flags,
  );
  if (pods.length === 0) {
    call.io.write("stderr", isAll ? "No resources found\n" : `No resources found in ${call.namespace} namespace.\n`);
    return 0;
  }
  const isByContainer = flags.has("containers");
  const rows = sortRows(
    pods.flatMap((pod) => podRows(pod, isByContainer)),
    flags.get("sort-by"),
  );
  const header = [
    ...(isAll ? ["NAMESPACE"] : []),
    ...(isByContainer ? ["POD", "NAME"] : ["NAME"]),
    "CPU(cores)",
    "MEMORY(bytes)",
  ];
  print(call, flags, { header, rows: rows.map((row) => [...(isAll ? [row.namespace] : []), ...row.cells]) });
  return 0;
}

function podRows(pod: KubeObject, isByContainer: boolean): readonly Row[] {
  const { name, namespace = "" } = pod.metadata;
  const containers = listAt(pod, "containers").map((container) => ({
    container: textAt(container, "name"),
    ...usageOf(container),
  }));
  if (isByContainer) {
    return containers.map(({ container, ...usage }) => ({
      namespace,
      ...usage,
      cells: [name, container, ...usageCells(usage)],
    }));
  }
  const usage = containers.reduce<Usage>((sum, one) => ({ cpu: sum.cpu + one.cpu, memory: sum.memory + one.memory }), {
    cpu: 0,
    memory: 0,
  });
  return [{ namespace, ...usage, cells: [name, ...usageCells(usage)] }];
}

function usageOf(metrics: unknown): Usage {
  return {
    cpu: quantityValue(textAt(metrics, "usage", "cpu")) ?? 0,
    memory: quantityValue(textAt(metrics, "usage", "memory")) ?? 0,
  };
}

/** Cores are rounded up to a thousandth, as Quantity.MilliValue does; mebibytes are cut. */
function usageCells({ cpu, memory }: Usage): readonly string[] {
  return [`${Math.ceil(Number((cpu * 1000).toFixed(6)))}m`, `${Math.floor(memory / 2 ** 20)}Mi`];
}

function sortRows(rows: readonly Row[], sortBy: string | undefined): readonly Row[] {
  if (sortBy !== undefined && sortBy !== "cpu" && sortBy !== "memory") {
    throw new CommandFailure("error: --sort-by accepts only cpu or memory");
  }
  return [...rows].sort((a, b) => {
    const bySize = sortBy === undefined ? 0 : b[sortBy] - a[sortBy];
    return bySize || compare(a.namespace, b.namespace) || compare(a.cells[0] ?? "", b.cells[0] ?? "");
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function topNodes(flags: Flags, name: string | undefined, call: Invocation): Promise<number> {
  call.check({ namespace: null, risk: "read", description: "top nodes" });
  const suffix = name === undefined ? "" : `/${encodeURIComponent(name)}`;
  const metrics = await readMetrics(call, `/apis/metrics.k8s.io/v1beta1/nodes${suffix}`, flags);
  const nodes = kubeList.parse((await call.ask({ path: "/api/v1/nodes" })).body).items;
  const allocatable = new Map(nodes.map((node) => [node.metadata.name, node]));
  const rows = sortRows(
    metrics.map((node) => nodeRow(node, allocatable.get(node.metadata.name))),
    flags.get("sort-by"),
  );
  print(call, flags, {
    header: ["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"],
    rows: rows.map((row) => row.cells),
  });
  return 0;
}

function nodeRow(metrics: KubeObject, node: KubeObject | undefined): Row {
  const usage = usageOf(metrics);
  const [cpu = "", memory = ""] = usageCells(usage);
  const share = (used: number, resource: string) => {
    const room = quantityValue(textAt(node, "status", "allocatable", resource));
    return room ? `${Math.floor((used / room) * 100)}%` : "<unknown>";
  };
  const cells = [
    metrics.metadata.name,
    cpu,
    share(Math.ceil(usage.cpu * 1000) / 1000, "cpu"),
    memory,
    share(usage.memory, "memory"),
  ];
  return { namespace: "", ...usage, cells };
}

function print(
  call: Invocation,
  flags: Flags,
  { header, rows }: { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] },
): void {
  const all = flags.has("no-headers") ? rows : [header, ...rows];
  // kubectl ends these rows with a tab, so their last column is padded too.
  call.out(alignTabs(all.map((row) => `${row.join("\t")}\t\n`).join(""), tableWidths));
}
