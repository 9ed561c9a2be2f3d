import type { AppState } from "./app-models.ts";
import type { LogBook } from "./log-book.ts";
import type { ObjectKey, ObjectStore } from "./object-store.ts";
import type { TerminatedState } from "./objects.ts";
import type { Random } from "./random.ts";
import type { Scenario } from "./scenarios.ts";

/** What the simulation knows of a pod beyond its Kubernetes object. One main container a pod. */
export interface LivePod {
  readonly uid: string;
  readonly key: ObjectKey;
  phase: "unscheduled" | "creating" | "running" | "exited" | "backing-off" | "terminating";
  /** Process seconds spent in the phase. */
  phaseSeconds: number;
  ready: boolean;
  restarts: number;
  /** Exits without ten good minutes between them; they set the back-off. */
  crashes: number;
  app: AppState;
  log: LogBook;
  previousLog: LogBook | undefined;
  pid: number;
  containerId: string;
  podIp: string;
  readonly createdAtMs: number;
  startedAtMs: number;
  readyChangedAtMs: number;
  lastTerminated: TerminatedState | undefined;
  /** The end before the last one: what stands beside a container that has just ended. */
  earlierTerminated: TerminatedState | undefined;
  /** Process time of the last OOM kill. */
  oomKilledAtSeconds: number | undefined;
  /** Environment at the start of the container, values only. */
  readonly environment: Readonly<Record<string, string>>;
  memoryLimitBytes: number | undefined;
  cpuSeconds: number;
  /** Until the next line of the application's log. */
  logSeconds: number;
  backOffEventSeconds: number;
}

/** The state of the simulated world. Only the world's own steps change it. */
export interface WorldContext {
  readonly store: ObjectStore;
  readonly random: Random;
  readonly live: Map<string, LivePod>;
  readonly scenario: Scenario;
  /** The wall clock the timestamps are taken from. */
  nowMs: number;
  /** Seconds the simulated processes have lived through; runs ahead of the wall clock when the world is hurried. */
  processSeconds: number;
}

/** A Kubernetes timestamp: whole seconds, UTC. */
export function timestamp(atMs: number): string {
  return new Date(Math.floor(atMs / 1000) * 1000).toISOString().replace(".000Z", "Z");
}
