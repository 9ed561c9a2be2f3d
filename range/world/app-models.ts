import { MEBIBYTE, parseGoMemoryLimitBytes } from "./quantity.ts";
import type { Random } from "./random.ts";
import type { Scenario } from "./scenarios.ts";

/** What one simulated process holds in memory. A restart begins again with `FRESH_APP`. */
export interface AppState {
  /** Memory that is never given back while the process lives: the leak. */
  readonly retainedBytes: number;
  /** A cache that fills with time and that SIGUSR1 drops. */
  readonly cacheBytes: number;
  /** Garbage a collector has not yet collected. */
  readonly garbageBytes: number;
  /** Slow random drift in [-1, 1], so that steady memory is not a straight line. */
  readonly drift: number;
  /** Units of work done since the start: documents, pages, requests or messages. */
  readonly handled: number;
  readonly collections: number;
  readonly uptimeSeconds: number;
}

export interface AppInput {
  readonly seconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly scenario: Scenario;
  /** Replicas that share the load, this one included; at least 1. */
  readonly replicas: number;
  readonly random: Random;
}

export interface AppModel {
  step(app: AppState, input: AppInput): AppState;
  /** Resident memory in bytes. */
  memoryBytes(app: AppState, input: Omit<AppInput, "seconds" | "random">): number;
  cpuCores(app: AppState, input: Omit<AppInput, "seconds" | "random">): number;
}

export const FRESH_APP: AppState = {
  retainedBytes: 0,
  cacheBytes: 0,
  garbageBytes: 0,
  drift: 0,
  handled: 0,
  collections: 0,
  uptimeSeconds: 0,
};

/** A whole number from the environment; the fallback when it is unset, not a number or not positive. */
export function environmentNumber(environment: AppInput["environment"], name: string, fallback: number): number {
  const value = Number(environment[name]);
  return Number.isFinite(value) && value > 0 ? value : fallback;
}

function drifted(app: AppState, input: AppInput): AppState {
  const push = input.random.between(-0.05, 0.05) * Math.sqrt(input.seconds);
  const drift = Math.max(-1, Math.min(1, app.drift * (1 - 0.02 * input.seconds) + push));
  return { ...app, drift, uptimeSeconds: app.uptimeSeconds + input.seconds };
}

/** Memory appears over the first seconds of a process instead of at once. */
function warmUp(app: AppState, seconds: number): number {
  return Math.min(1, 0.35 + (0.65 * app.uptimeSeconds) / seconds);
}

/** A process whose memory only drifts around a level; the level may depend on the environment. */
function steadyModel(levelBytes: (environment: AppInput["environment"]) => number, cores: number): AppModel {
  return {
    step: (app, input) => ({ ...drifted(app, input), handled: app.handled + (input.seconds * 12) / input.replicas }),
    memoryBytes: (app, input) => levelBytes(input.environment) * warmUp(app, 10) * (1 + 0.03 * app.drift),
    cpuCores: (app) => cores * (1 + 0.2 * app.drift),
  };
}

const NLP_LEAK_BYTES_PER_SECOND = 6.6 * MEBIBYTE;
const NLP_RETENTION_SECONDS = 600;

const nlpBatch = (environment: AppInput["environment"]): number =>
  environmentNumber(environment, "NLP_BATCH_SIZE", 200);

/** Leak rate and slow release balance at 4.0 GiB for batch 200 on 2 replicas and at 0.35 GiB for batch 50 on 4. */
const nlpModel: AppModel = {
  step: (app, input) => {
    const share = (nlpBatch(input.environment) / 200) ** 1.25 * (2 / input.replicas) * input.scenario.nlpLoad;
    const leaked = NLP_LEAK_BYTES_PER_SECOND * share * input.random.between(0.9, 1.1);
    const released = app.retainedBytes / NLP_RETENTION_SECONDS;
    return {
      ...drifted(app, input),
      retainedBytes: app.retainedBytes + (leaked - released) * input.seconds,
      handled: app.handled + (36 * input.scenario.nlpLoad * input.seconds) / input.replicas,
    };
  },
  memoryBytes: (app, input) =>
    (260 + nlpBatch(input.environment)) * MEBIBYTE * warmUp(app, 15) * (1 + 0.015 * app.drift) + app.retainedBytes,
  cpuCores: (app, input) => (1.6 * input.scenario.nlpLoad) / input.replicas + 0.05 * (1 + app.drift),
};

const ocrModel: AppModel = {
  ...steadyModel((environment) => (420 + 12 * environmentNumber(environment, "OCR_BATCH_SIZE", 20)) * MEBIBYTE, 0.35),
};

const apiModel: AppModel = {
  ...steadyModel((environment) => (310 + ("PYTHONTRACEMALLOC" in environment ? 90 : 0)) * MEBIBYTE, 0.12),
};

const TICKSTORM_RUNTIME_BYTES = 55e6;
const TICKSTORM_CACHE_BYTES = 90e6;
const TICKSTORM_GARBAGE_BYTES_PER_SECOND = 9e6;
const BYTES_PER_CONNECTION = 150e3;

/** Connections of one TickStorm replica: the load balancer shares them out evenly. */
export function tickstormConnections(input: Pick<AppInput, "scenario" | "replicas">): number {
  return Math.round(input.scenario.tickstormConnections / input.replicas);
}

/** Bytes that survive a collection. */
export function tickstormLiveBytes(app: AppState, input: Pick<AppInput, "scenario" | "replicas">): number {
  return app.retainedBytes + app.cacheBytes + BYTES_PER_CONNECTION * tickstormConnections(input) * warmUp(app, 20);
}

/** Heap size at which Go starts the next collection: live × (1 + GOGC/100), held down by GOMEMLIMIT. */
export function tickstormHeapGoalBytes(app: AppState, input: Omit<AppInput, "seconds" | "random">): number {
  const live = tickstormLiveBytes(app, input);
  const goal = live * (1 + environmentNumber(input.environment, "GOGC", 100) / 100);
  const limit = parseGoMemoryLimitBytes(input.environment["GOMEMLIMIT"]);
  return limit === undefined ? goal : Math.max(live * 1.05, Math.min(goal, limit - TICKSTORM_RUNTIME_BYTES));
}

const tickstormModel: AppModel = {
  step: (app, input) => {
    const filled = (TICKSTORM_CACHE_BYTES - app.cacheBytes) * Math.min(1, input.seconds / 240);
    const grown: AppState = {
      ...drifted(app, input),
      retainedBytes: app.retainedBytes + input.scenario.tickstormLeakBytesPerSecond * input.seconds,
      cacheBytes: app.cacheBytes + filled,
      garbageBytes: app.garbageBytes + TICKSTORM_GARBAGE_BYTES_PER_SECOND * input.seconds,
      handled: app.handled + tickstormConnections(input) * 4 * input.seconds,
    };
    const collects = tickstormLiveBytes(grown, input) + grown.garbageBytes > tickstormHeapGoalBytes(grown, input);
    return collects ? { ...grown, garbageBytes: 0, collections: grown.collections + 1 } : grown;
  },
  memoryBytes: (app, input) => {
    const live = tickstormLiveBytes(app, input);
    const room = tickstormHeapGoalBytes(app, input) - live;
    // The Go scavenger gives freed pages back slowly, so part of the goal stays resident after a collection.
    return TICKSTORM_RUNTIME_BYTES + live + 0.8 * room + 0.2 * Math.min(room, app.garbageBytes);
  },
  cpuCores: (app, input) => 0.1 + tickstormConnections(input) / 4000 + 0.02 * app.drift,
};

export type AppModelName = "nlp" | "ocr" | "api" | "tickstorm" | "small";

const MODELS: Readonly<Record<AppModelName, AppModel>> = {
  nlp: nlpModel,
  ocr: ocrModel,
  api: apiModel,
  tickstorm: tickstormModel,
  small: steadyModel(() => 24 * MEBIBYTE, 0.005),
};

export function appModelNamed(name: AppModelName): AppModel {
  return MODELS[name];
}
