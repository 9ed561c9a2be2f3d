import type { WorldContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";
import type { Node, Pod } from "./objects.ts";
import { parseMemoryBytes } from "./quantity.ts";

/** The sum of the containers' memory requests in bytes; a limit without a request counts as the request. */
function requestedMemoryBytes(pod: Pod): number {
  return pod.spec.containers.reduce((sum, { resources }) => {
    const text = resources?.requests?.["memory"] ?? resources?.limits?.["memory"] ?? "0";
    return sum + (parseMemoryBytes(text) ?? 0);
  }, 0);
}

function freeMemoryBytes(context: WorldContext, node: Node): number {
  const used = context.store
    .list("pods")
    .filter((pod) => pod.spec.nodeName === node.metadata.name)
    .reduce((sum, pod) => sum + requestedMemoryBytes(pod), 0);
  return (parseMemoryBytes(node.status.allocatable["memory"] ?? "0") ?? 0) - used;
}

/** The emptiest node the pod fits on. Records why when there is none. */
export function chooseNode(context: WorldContext, pod: Pod): Node | undefined {
  const nodes = context.store.list("nodes").filter((node) => node.spec.unschedulable !== true);
  const rated = nodes
    .map((node) => ({ node, free: freeMemoryBytes(context, node) }))
    .sort((left, right) => right.free - left.free);
  const best = rated[0];
  if (best !== undefined && best.free >= requestedMemoryBytes(pod)) {
    return best.node;
  }
  recordEvent(context, {
    about: pod,
    type: "Warning",
    reason: "FailedScheduling",
    message: `0/${nodes.length} nodes are available: ${nodes.length} Insufficient memory. preemption: 0/${nodes.length} nodes are available: ${nodes.length} No preemption victims found for incoming pod.`,
    component: "default-scheduler",
  });
  return undefined;
}
