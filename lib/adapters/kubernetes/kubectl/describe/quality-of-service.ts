import "server-only";
import { entriesAt, type KubeObject, listAt, textAt } from "../objects";
import { parseQuantity } from "../quantity";

/** The QoS class of a pod: as its status says, else as its containers' resources make it. */
export function qualityOfService(pod: KubeObject): string {
  return textAt(pod, "status", "qosClass") || derivedClass(pod);
}

function derivedClass(pod: KubeObject): string {
  const containers = [...listAt(pod, "spec", "initContainers"), ...listAt(pod, "spec", "containers")].map(
    (container) => ({
      requests: computed(container, "requests"),
      limits: computed(container, "limits"),
    }),
  );
  if (containers.every(({ requests, limits }) => requests.size === 0 && limits.size === 0)) {
    return "BestEffort";
  }
  const isGuaranteed = containers.every(
    ({ requests, limits }) => limits.size === 2 && [...requests].every(([name, amount]) => limits.get(name) === amount),
  );
  return isGuaranteed ? "Guaranteed" : "Burstable";
}

/** Processor and memory, where more than nothing of it is named. */
function computed(container: unknown, list: string): ReadonlyMap<string, bigint> {
  const amounts = entriesAt(container, "resources", list)
    .filter(([name]) => name === "cpu" || name === "memory")
    .map(([name, amount]) => [name, parseQuantity(amount).nano] as const);
  return new Map(amounts.filter(([, amount]) => amount > 0n));
}
