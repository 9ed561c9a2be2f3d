import "server-only";
import { changeFlags, changePrinter, changeQuery, dryRunOf, riskUnder } from "../changes";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { withLastApplied } from "../last-applied";
import { givenPlace } from "../manifests";
import { kubeObject } from "../objects";
import { changeCause, recordFlag, withCause } from "../record";
import type { ResourceType } from "../resources";
import { selectionFlags, selectTargets } from "../selection";
import type { Target } from "../target";
import { readMetrics } from "./autoscale/metrics";
import { hasScale } from "./autoscale/scalable";
import { firstVersionOf } from "./autoscale/version-1";
import { post } from "./create/post";

const {
  selector: _selector,
  "field-selector": _fields,
  all: _all,
  "all-namespaces": _places,
  ...choosing
} = selectionFlags;
const flagTable: FlagTable = {
  ...choosing,
  ...changeFlags,
  ...recordFlag,
  cpu: { kind: "value" },
  "cpu-percent": { kind: "int" },
  max: { kind: "int" },
  memory: { kind: "value" },
  min: { kind: "int" },
  name: { kind: "value" },
  "save-config": { kind: "switch" },
};

const CPU_PERCENT =
  "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).\n";

const scaler: ResourceType = {
  plural: "horizontalpodautoscalers",
  singular: "horizontalpodautoscaler",
  kind: "HorizontalPodAutoscaler",
  group: "autoscaling",
  version: "v2",
  isNamespaced: true,
  shortNames: ["hpa"],
  categories: [],
  verbs: [],
  isPreferred: true,
};

/** kubectl autoscale: an autoscaler for each chosen workload. */
export async function autoscale(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "autoscale");
  if (flags.get("cpu-percent") !== undefined) {
    call.io.write("stderr", CPU_PERCENT);
  }
  const limits = readLimits(flags);
  const dryRun = dryRunOf(flags);
  const print = changePrinter(call, flags, { dryRun, isTyped: true, restartsSeparators: true });
  for (const source of await selectTargets(call, { flags, words: flags.words })) {
    await refuseUnscalable(call, source);
    const name = flags.get("name") || source.name;
    const scales = kubeObject.parse(scalerOf(source, { metadata: { name, ...givenPlace(call) }, flags, limits }));
    const plain = withCause(scales, changeCause(call, flagTable));
    const object = flags.has("save-config") ? withLastApplied(plain) : plain;
    const target = { type: scaler, namespace: source.namespace ?? call.namespace, name, object, source: "" };
    const options = { query: changeQuery(flags, "kubectl-autoscale", dryRun), risk: riskUnder(dryRun, "change") };
    if (dryRun === "client") {
      print(target, object, "created");
    } else {
      print(target, await made(call, { target, flags }, options), "autoscaled");
    }
  }
  return 0;
}

type Limits = { readonly min: number; readonly max: number };

function readLimits(flags: Flags): Limits {
  if (flags.get("max") === undefined) {
    throw new CommandFailure(`error: required flag(s) "max" not set`);
  }
  const [min, max] = [Number(flags.get("min") ?? -1), Number(flags.get("max"))];
  if (max < 1) {
    throw new CommandFailure(`error: --max=MAXPODS is required and must be at least 1, max: ${max}`);
  }
  if (max < min) {
    throw new CommandFailure(`error: --max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
  }
  return { min, max };
}

async function refuseUnscalable(call: Invocation, { type }: Target): Promise<void> {
  if (!(await hasScale(call, type))) {
    const resource = `${type.group}/${type.version}, Resource=${type.plural}`;
    throw new CommandFailure(
      `error: cannot autoscale a ${type.kind}: could not find scale subresource for ${resource} in discovery information`,
    );
  }
}

function scalerOf(
  { type, name }: Target,
  made: { readonly metadata: object; readonly flags: Flags; readonly limits: Limits },
) {
  const metrics = readMetrics(made.flags);
  return {
    apiVersion: "autoscaling/v2",
    kind: scaler.kind,
    metadata: made.metadata,
    spec: {
      scaleTargetRef: {
        apiVersion: type.group === "" ? type.version : `${type.group}/${type.version}`,
        kind: type.kind,
        name,
      },
      ...(made.limits.min > 0 && { minReplicas: made.limits.min }),
      maxReplicas: made.limits.max,
      ...(metrics.length > 0 && { metrics }),
    },
    status: { currentMetrics: null, desiredReplicas: 0 },
  };
}

/** In the second version of the API; where the server has the first alone, in that, as far as it can say the same. */
async function made(
  call: Invocation,
  { target, flags }: { readonly target: Target; readonly flags: Flags },
  options: Parameters<typeof post>[2],
): Promise<unknown> {
  try {
    return await post(call, target, options);
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.refusal?.status !== 404) {
      throw error;
    }
    const object = firstVersionOf(target.object, flags);
    return post(call, { ...target, type: { ...scaler, version: "v1" }, object }, options);
  }
}
