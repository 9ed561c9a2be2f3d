import { timestamp, type WorldContext } from "./context.ts";
import { stepDeployment } from "./deployment-controller.ts";
import { forgetOldEvents } from "./event-recorder.ts";
import { createInitialObjects } from "./initial-objects.ts";
import { stepPod } from "./kubelet.ts";
import { createObjectStore } from "./object-store.ts";
import { collectOrphans } from "./orphans.ts";
import { MEBIBYTE } from "./quantity.ts";
import { createRandom } from "./random.ts";
import { stepReplicaSet } from "./replica-set-controller.ts";
import { type ScenarioName, scenarioNamed } from "./scenarios.ts";
import { workloadOfPod } from "./workloads.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly scenario: ScenarioName;
  /** Epoch milliseconds at which the history begins. */
  readonly startMs: number;
}

export interface World {
  readonly context: WorldContext;
  /**
   * Lets the simulated processes run for some seconds. Timestamps end at `untilMs`, which is as many seconds later
   * unless said otherwise: a caller may press much happening into little time.
   */
  advance(seconds: number, untilMs?: number): void;
}

const LONGEST_STEP_SECONDS = 1;
const SETTLING_SECONDS = 20;

/** The simulated cluster and its applications; the same options give the same history. */
export function createWorld(options: WorldOptions): World {
  const context: WorldContext = {
    store: createObjectStore(),
    random: createRandom(options.seed),
    live: new Map(),
    scenario: scenarioNamed(options.scenario),
    nowMs: options.startMs - SETTLING_SECONDS * 1000,
    processSeconds: 0,
  };
  createInitialObjects(context);
  const world: World = {
    context,
    advance: (seconds, untilMs = context.nowMs + seconds * 1000) => {
      const steps = Math.max(1, Math.ceil(seconds / LONGEST_STEP_SECONDS));
      const stepMs = (untilMs - context.nowMs) / steps;
      for (let count = 0; count < steps; count += 1) {
        context.nowMs += stepMs;
        context.processSeconds += seconds / steps;
        step(context, seconds / steps);
      }
      // Summed up steps would miss the end by a rounding error.
      context.nowMs = untilMs;
    },
  };
  world.advance(SETTLING_SECONDS);
  giveThePast(context);
  return world;
}

/** Old sets look as old as their deployments, and replicas that started together are not in step. */
function giveThePast(context: WorldContext): void {
  for (const set of context.store.list("replicasets")) {
    const owner = context.store.get("deployments", {
      namespace: set.metadata.namespace,
      name: set.metadata.ownerReferences?.[0]?.name ?? "",
    });
    const creationTimestamp = owner?.metadata.creationTimestamp ?? set.metadata.creationTimestamp;
    context.store.put("replicasets", { ...set, metadata: { ...set.metadata, creationTimestamp } });
  }
  for (const live of context.live.values()) {
    const pod = context.store.get("pods", live.key);
    const model = pod === undefined ? "small" : workloadOfPod(pod).model;
    if (model === "tickstorm") {
      const leaked = context.scenario.tickstormLeakedBytes * context.random.between(0.85, 1.15);
      live.app = { ...live.app, retainedBytes: leaked, garbageBytes: context.random.between(0, 80e6) };
    } else if (model === "nlp") {
      const head = context.random.between(0, 900) * MEBIBYTE * context.scenario.nlpLoad;
      live.app = { ...live.app, retainedBytes: live.app.retainedBytes + head };
    }
  }
}

function step(context: WorldContext, seconds: number): void {
  for (const deployment of context.store.list("deployments")) {
    stepDeployment(context, deployment);
  }
  for (const set of context.store.list("replicasets")) {
    stepReplicaSet(context, set);
  }
  for (const live of [...context.live.values()]) {
    stepPod(context, live, seconds);
  }
  collectOrphans(context);
  forgetOldEvents(context);
  beatHearts(context);
}

const HEARTBEAT_MS = 60_000;

function beatHearts(context: WorldContext): void {
  for (const node of context.store.list("nodes")) {
    const last = Date.parse(node.status.conditions[0]?.lastHeartbeatTime ?? timestamp(0));
    if (context.nowMs - last >= HEARTBEAT_MS) {
      const now = timestamp(context.nowMs);
      const conditions = node.status.conditions.map((condition) => ({ ...condition, lastHeartbeatTime: now }));
      context.store.put("nodes", { ...node, status: { ...node.status, conditions } });
    }
  }
}
