import type { Cluster } from "./kubernetes/api-call.ts";
import type { ScenarioName } from "./world/scenarios.ts";
import { createWorld } from "./world/world.ts";

export interface SimulationOptions {
  readonly seed: number;
  readonly scenario: ScenarioName;
  /** How many process seconds pass in a second of the wall clock. */
  readonly speed: number;
  now(): number;
  /** Called after a stretch of simulated time, with the end of the stretch as epoch milliseconds. */
  onSample(cluster: Cluster, atMs: number): void;
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

/** Begins a world with half an hour of history behind it, so that graphs and events have a past. */
export function createSimulation(options: SimulationOptions): Simulation {
  let { speed } = options;
  let lastSampleMs = 0;

  const sampleWhenDue = (atMs: number): void => {
    if (atMs - lastSampleMs >= SAMPLE_SECONDS * 1000) {
      lastSampleMs = atMs;
      options.onSample(cluster, atMs);
    }
  };
  const begin = (scenario: ScenarioName, seed: number): void => {
    const endMs = options.now();
    cluster.world = createWorld({ seed, scenario, startMs: endMs - HISTORY_SECONDS * 1000 });
    lastSampleMs = 0;
    for (let seconds = 0; seconds < HISTORY_SECONDS; seconds += SAMPLE_SECONDS) {
      cluster.world.advance(SAMPLE_SECONDS);
      sampleWhenDue(cluster.world.context.nowMs);
    }
  };
  const cluster: Cluster = {
    world: createWorld({ seed: options.seed, scenario: options.scenario, startMs: options.now() }),
  };
  begin(options.scenario, options.seed);

  const catchUp = (): void => {
    const { world } = cluster;
    const now = options.now();
    const passedSeconds = (now - world.context.nowMs) / 1000;
    if (passedSeconds > 0) {
      world.advance(passedSeconds * speed, now);
      sampleWhenDue(now);
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
      cluster.world.advance(seconds, cluster.world.context.nowMs);
      options.onSample(cluster, cluster.world.context.nowMs);
    },
    reset: begin,
  };
}
