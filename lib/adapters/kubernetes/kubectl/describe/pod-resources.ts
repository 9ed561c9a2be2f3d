import "server-only";
import { entriesAt, type KubeObject, listAt, member, textAt } from "../objects";
import { parseQuantity, type Quantity } from "../quantity";

export type Amounts = ReadonlyMap<string, Quantity>;
type ListName = "requests" | "limits";
/** Whether what the containers have at the moment counts as well, while they are being resized. */
type Basis = { readonly isActual: boolean };

const NOTHING = parseQuantity("0");

/** The amount of a resource; nothing when it is not named. */
export function amountOf(amounts: Amounts, name: string): Quantity {
  return amounts.get(name) ?? NOTHING;
}

/** What a pod asks for: the sum of its containers, or more for its start; what the pod as a whole names counts first. */
export function podRequests(pod: KubeObject, basis: Basis): Amounts {
  const overhead = read(member(pod, "spec", "overhead"));
  return withPodLevel(summed([containerAmounts(pod, "requests", basis), overhead]), pod, "requests");
}

/** What a pod may take at most. */
export function podLimits(pod: KubeObject, basis: Basis): Amounts {
  const limits = containerAmounts(pod, "limits", basis);
  const overhead = [...read(member(pod, "spec", "overhead"))].filter(([name]) => !amountOf(limits, name).isZero);
  return withPodLevel(summed([limits, new Map(overhead)]), pod, "limits");
}

function read(list: unknown): Amounts {
  return new Map(entriesAt(list).map(([name, amount]) => [name, parseQuantity(amount)]));
}

export function summed(all: readonly Amounts[]): Amounts {
  const result = new Map<string, Quantity>();
  for (const [name, amount] of all.flatMap((amounts) => [...amounts])) {
    result.set(name, result.get(name)?.add(amount) ?? amount);
  }
  return result;
}

function largest(all: readonly Amounts[]): Amounts {
  const result = new Map<string, Quantity>();
  for (const [name, amount] of all.flatMap((amounts) => [...amounts])) {
    const before = result.get(name);
    result.set(name, before && before.nano >= amount.nano ? before : amount);
  }
  return result;
}

function withPodLevel(amounts: Amounts, pod: KubeObject, list: ListName): Amounts {
  return new Map([...amounts, ...read(member(pod, "spec", "resources", list))]);
}

/** A container that starts before the others and stays counts with them; one that ends only while it runs. */
function containerAmounts(pod: KubeObject, list: ListName, { isActual }: Basis): Amounts {
  const amounts = (container: unknown, statuses: string) =>
    largest([
      read(member(container, "resources", list)),
      ...(isActual ? actualAmounts({ pod, container, statuses, list }) : []),
    ]);
  const lasting = listAt(pod, "spec", "containers").map((container) => amounts(container, "containerStatuses"));
  const staying: Amounts[] = [];
  const starts = listAt(pod, "spec", "initContainers").map((container) => {
    const own = amounts(container, "initContainerStatuses");
    const isStaying = textAt(container, "restartPolicy") === "Always";
    const atStart = summed([...staying, own]);
    staying.push(...(isStaying ? [own] : []));
    return atStart;
  });
  return largest([summed([...lasting, ...staying]), ...starts]);
}

type Placed = {
  readonly pod: KubeObject;
  readonly container: unknown;
  readonly statuses: string;
  readonly list: ListName;
};

function actualAmounts({ pod, container, statuses, list }: Placed): readonly Amounts[] {
  const name = textAt(container, "name");
  const status = listAt(pod, "status", statuses).find((candidate) => textAt(candidate, "name") === name);
  const current = read(member(status, "resources", list));
  return list === "limits" ? [current] : [current, read(member(status, "allocatedResources"))];
}
