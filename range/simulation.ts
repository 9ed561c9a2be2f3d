import type { Cluster } from "./kubernetes/api-call.ts";
import type { ScenarioName } from "./world/scenarios.ts";
import { createWorld, type World } from "./world/world.ts";

export interface SimulationOptions {
  readonly seed: number;
  readonly scenario: ScenarioName;
  /** How many process seconds pass in a second of the wall clock. */
  readonly speed: number;
  now(): number;
  /** Called after a stretch of simulated time, with the end of the stretch as epoch milliseconds. */
  onSample(cluster: Cluster, atMs: number): void;
  /** Called before a new world begins its history. */
  onReset(): void;
}

/** The running world: it follows the wall clock, and can be hurried, sped up and begun anew. */
export interface Simulation {
  readonly cluster: Cluster;
  speed(): number;
  setSpeed(speed: number): void;
  /** Brings the world to the present of the wall clock. */
  catchUp(): void;
  /** Lets this many process seconds happen at once, in the present. */
  hurry(seconds: number): void;
  reset(scenario: ScenarioName, seed: number): void;
}

const HISTORY_SECONDS = 30 * 60;
const SAMPLE_SECONDS = 5;
/** After a machine slept for a night the world goes on where it was, instead of living through the night at once. */
const LONGEST_CATCH_UP_SECONDS = 600;

type Begin = Pick<SimulationOptions, "scenario" | "seed">;

/** A world with half an hour of history behind it, so that graphs and events have a past. */
function worldWithHistory(begin: Begin, endMs: number, onSample: SimulationOptions["onSample"]): World {
  const world = createWorld({ ...begin, startMs: endMs - HISTORY_SECONDS * 1000 });
  for (let seconds = 0; seconds < HISTORY_SECONDS; seconds += SAMPLE_SECONDS) {
    world.advance(SAMPLE_SECONDS);
    onSample({ world }, world.context.nowMs);
  }
  return world;
}

/** Begins a world and keeps it in step with the wall clock whenever it is asked to. */
export function createSimulation(options: SimulationOptions): Simulation {
  let { speed } = options;
  const cluster: Cluster = { world: worldWithHistory(options, options.now(), options.onSample) };
  let lastSampleMs = cluster.world.context.nowMs;

  const catchUp = (): void => {
    const { world } = cluster;
    const now = options.now();
    const passedSeconds = (now - world.context.nowMs) / 1000;
    if (passedSeconds > 0) {
      world.advance(Math.min(passedSeconds * speed, LONGEST_CATCH_UP_SECONDS), now);
    }
    if (now - lastSampleMs >= SAMPLE_SECONDS * 1000) {
      lastSampleMs = now;
      options.onSample(cluster, now);
    }
  };
  return {
    cluster,
    speed: () => speed,
    setSpeed: (next) => {
      catchUp();
      speed = next;
    },
    catchUp,
    hurry: (seconds) => {
      catchUp();
      const { nowMs } = cluster.world.context;
      cluster.world.advance(seconds, nowMs);
      lastSampleMs = nowMs;
      options.onSample(cluster, nowMs);
    },
    reset: (scenario, seed) => {
      options.onReset();
      cluster.world = worldWithHistory({ scenario, seed }, options.now(), options.onSample);
      lastSampleMs = cluster.world.context.nowMs;
    },
  };
}
