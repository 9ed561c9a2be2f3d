import "server-only";
import { ageOf } from "../durations";
import { entriesAt, type KubeObject, textAt } from "../objects";
import { parseQuantity, type Quantity } from "../quantity";
import { type Amounts, amountOf, podLimits, podRequests, summed } from "./pod-resources";

const STANDARD = new Set(["cpu", "memory", "ephemeral-storage"]);

/** The pods of a node with what each asks for, and the sums beside what the node has to give. */
export function nodeResourceLines(node: KubeObject, pods: readonly KubeObject[], now: Date): string {
  const allocatable = allocatableOf(node);
  const rows = pods.map((pod) => podRow(pod, allocatable, now));
  const requests = summed(pods.map((pod) => podRequests(pod, { isActual: false })));
  const limits = summed(pods.map((pod) => podLimits(pod, { isActual: false })));
  return [
    `Non-terminated Pods:\t(${pods.length} in total)\n`,
    "  Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n",
    "  ---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n",
    ...rows,
    "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n",
    "  Resource\tRequests\tLimits\n  --------\t--------\t------\n",
    ...totalRows({ requests, limits, allocatable }),
  ].join("");
}

function allocatableOf(node: KubeObject): Amounts {
  const entries = entriesAt(node, "status", "allocatable");
  const shown = entries.length > 0 ? entries : entriesAt(node, "status", "capacity");
  return new Map(shown.map(([name, amount]) => [name, parseQuantity(amount)]));
}

function podRow(pod: KubeObject, allocatable: Amounts, now: Date): string {
  const requests = podRequests(pod, { isActual: true });
  const limits = podLimits(pod, { isActual: true });
  const cells = (["cpu", "memory"] as const).flatMap((name) =>
    [requests, limits].map((amounts) => share(amountOf(amounts, name), amountOf(allocatable, name), name)),
  );
  const age = ageOf(textAt(pod, "metadata", "creationTimestamp"), now);
  return `  ${pod.metadata.namespace ?? ""}\t${pod.metadata.name}\t\t${cells.join("\t")}\t${age}\n`;
}

/** `250m (12%)`: the percentage without its fraction. */
function share(amount: Quantity, whole: Quantity, name: string): string {
  const count = (quantity: Quantity) => Number(name === "cpu" ? quantity.milli() : quantity.whole());
  const percent = whole.isZero ? 0 : Math.trunc((count(amount) / count(whole)) * 100);
  return `${amount} (${percent}%)`;
}

type Totals = { readonly requests: Amounts; readonly limits: Amounts; readonly allocatable: Amounts };

function totalRows({ requests, limits, allocatable }: Totals): readonly string[] {
  const names = [...allocatable.keys()].sort();
  const pages = names.filter((name) => name.startsWith("hugepages-"));
  const others = names.filter((name) => !STANDARD.has(name) && name !== "pods" && !pages.includes(name));
  const shares = [...STANDARD, ...pages].map((name) => {
    const whole = amountOf(allocatable, name);
    return `  ${name}\t${share(amountOf(requests, name), whole, name)}\t${share(amountOf(limits, name), whole, name)}\n`;
  });
  return [...shares, ...others.map((name) => `  ${name}\t${amountOf(requests, name)}\t${amountOf(limits, name)}\n`)];
}
