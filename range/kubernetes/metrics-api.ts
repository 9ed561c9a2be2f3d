import { timestamp, type WorldContext } from "../world/context.ts";
import { cpuCoresOf, memoryBytesOf } from "../world/live-pods.ts";
import type { KubernetesObject, ObjectMeta } from "../world/objects.ts";
import { type ApiCall, type ApiOutcome, ok } from "./api-call.ts";
import { notFound } from "./api-error.ts";
import { listReply } from "./reads.ts";
import { querySelector } from "./selectors.ts";

const METRICS_API = "metrics.k8s.io/v1beta1";
const NODE_SYSTEM_BYTES = 1_300_000_000;
const NODE_SYSTEM_CORES = 0.21;

interface Usage {
  readonly cores: number;
  readonly bytes: number;
}

const usageOf = ({ cores, bytes }: Usage): object => ({
  cpu: `${Math.round(cores * 1e9)}n`,
  memory: `${Math.round(bytes / 1024)}Ki`,
});

function metricsMeta(context: WorldContext, { name, namespace, labels }: ObjectMeta): ObjectMeta {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
    uid: "",
    resourceVersion: "",
    creationTimestamp: timestamp(context.nowMs),
  };
}

const measured = (context: WorldContext): object => ({ timestamp: timestamp(context.nowMs), window: "15s" });

/** Metrics of the pods whose container runs; the others have none, as with the real metrics server. */
function podMetrics(context: WorldContext, namespace: string | undefined): readonly KubernetesObject[] {
  return context.store.list("pods", namespace).flatMap((pod) => {
    const live = context.live.get(pod.metadata.uid);
    if (live === undefined || live.phase !== "running") {
      return [];
    }
    const usage = usageOf({ cores: cpuCoresOf(context, live), bytes: memoryBytesOf(context, live) });
    const containers = [{ name: pod.spec.containers[0]?.name ?? "", usage }];
    const metadata = metricsMeta(context, pod.metadata);
    return [{ kind: "PodMetrics", apiVersion: METRICS_API, metadata, ...measured(context), containers }];
  });
}

function nodeMetrics(context: WorldContext): readonly KubernetesObject[] {
  return context.store.list("nodes").map((node) => {
    const pods = context.store.list("pods").filter((pod) => pod.spec.nodeName === node.metadata.name);
    const live = pods.flatMap((pod) => context.live.get(pod.metadata.uid) ?? []);
    const bytes = live.reduce((sum, each) => sum + memoryBytesOf(context, each), NODE_SYSTEM_BYTES);
    const cores = live.reduce((sum, each) => sum + cpuCoresOf(context, each), NODE_SYSTEM_CORES);
    const metadata = metricsMeta(context, node.metadata);
    return {
      kind: "NodeMetrics",
      apiVersion: METRICS_API,
      metadata,
      ...measured(context),
      usage: usageOf({ cores, bytes }),
    };
  });
}

/** Answers for metrics.k8s.io: what pods and nodes use at this moment. */
export function readMetrics(call: ApiCall): ApiOutcome {
  const { context } = call.cluster.world;
  const { resource, namespace, name } = call.target;
  const all = resource.name === "nodes" ? nodeMetrics(context) : podMetrics(context, namespace);
  if (name === undefined) {
    return listReply(call, all.filter(querySelector(call.query)));
  }
  const found = all.find((object) => object.metadata.name === name);
  if (found === undefined) {
    const full = namespace === undefined ? name : `${namespace}/${name}`;
    throw notFound({ resource: resource.name, group: resource.group, name: full });
  }
  return ok(found);
}
