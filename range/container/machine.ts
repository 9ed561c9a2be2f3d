import type { LivePod, WorldContext } from "../world/context.ts";
import { memoryBytesOf } from "../world/live-pods.ts";
import type { Pod } from "../world/objects.ts";
import { type Workload, workloadOfPod } from "../world/workloads.ts";

/** The container a command runs in, as the command sees it. */
export interface Machine {
  readonly context: WorldContext;
  readonly live: LivePod;
  readonly pod: Pod;
  readonly workload: Workload;
}

export interface Process {
  readonly pid: number;
  readonly command: string;
  readonly residentBytes: number;
  readonly virtualBytes: number;
  readonly cpuSeconds: number;
  readonly startedAtMs: number;
}

export const NODE_MEMORY_BYTES = 16393220 * 1024;

export function machineOf(context: WorldContext, live: LivePod): Machine | undefined {
  const pod = context.store.get("pods", live.key);
  return pod === undefined ? undefined : { context, live, pod, workload: workloadOfPod(pod) };
}

/** The processes in the container: the application, and the command that asks. */
export function processesOf({ context, live, workload }: Machine): readonly Process[] {
  const residentBytes = memoryBytesOf(context, live);
  return [
    {
      pid: 1,
      command: workload.commandLine,
      residentBytes,
      virtualBytes: residentBytes * 1.4 + 900e6,
      cpuSeconds: live.cpuSeconds,
      startedAtMs: live.startedAtMs,
    },
    {
      pid: 40 + Math.floor(live.app.uptimeSeconds % 900),
      command: "sh",
      residentBytes: 3_600_000,
      virtualBytes: 8_900_000,
      cpuSeconds: 0,
      startedAtMs: context.nowMs,
    },
  ];
}

/** Memory of the node as /proc/meminfo shows it: a container sees its node's, not its own limit. */
export function nodeMemory({ context, pod }: Machine): { readonly usedBytes: number; readonly cacheBytes: number } {
  const onNode = context.store.list("pods").filter((each) => each.spec.nodeName === pod.spec.nodeName);
  const usedBytes = onNode.reduce((sum, each) => {
    const live = context.live.get(each.metadata.uid);
    return sum + (live === undefined ? 0 : memoryBytesOf(context, live));
  }, 1_300_000_000);
  return { usedBytes, cacheBytes: 3_100_000_000 };
}
