import { describe, expect, it } from "vitest";
import type { LivePod } from "./context.ts";
import { endProcess } from "./kubelet.ts";
import { memoryBytesOf } from "./live-pods.ts";
import type { Container, Deployment } from "./objects.ts";
import { parseMemoryBytes } from "./quantity.ts";
import type { ScenarioName } from "./scenarios.ts";
import { createWorld, type World } from "./world.ts";

const START_MS = Date.parse("2026-01-15T03:00:00Z");
const MINUTE = 60;

const worldOf = (scenario: ScenarioName, seed = 7): World => createWorld({ seed, scenario, startMs: START_MS });

const podsOf = (world: World, name: string): readonly LivePod[] =>
  [...world.context.live.values()].filter(({ key }) => key.name.startsWith(`${name}-`));

function shares(world: World, name: string): readonly number[] {
  return podsOf(world, name).map((live) => memoryBytesOf(world.context, live) / (live.memoryLimitBytes ?? 0));
}

const nlp = { namespace: "sie", name: "sie-worker-nlp" } as const;

function deploymentOf(world: World, key: { namespace: string; name: string }): Deployment {
  const found = world.context.store.get("deployments", key);
  if (found === undefined) {
    throw new Error(`no deployment ${key.name}`);
  }
  return found;
}

interface Change {
  readonly replicas?: number;
  readonly container?: Partial<Container>;
}

function change(world: World, { replicas, container = {} }: Change, key = nlp as { namespace: string; name: string }) {
  const deployment = deploymentOf(world, key);
  const { spec, metadata } = deployment;
  const containers = spec.template.spec.containers.map((each) => ({ ...each, ...container }));
  world.context.store.put("deployments", {
    ...deployment,
    metadata: { ...metadata, generation: (metadata.generation ?? 0) + 1 },
    spec: {
      ...spec,
      replicas: replicas ?? spec.replicas,
      template: { ...spec.template, spec: { ...spec.template.spec, containers } },
    },
  });
}

const memory = (limit: string, request = "1Gi"): Partial<Container> => ({
  resources: { limits: { cpu: "2", memory: limit }, requests: { memory: request } },
});

describe("the simulated world", () => {
  it("gives the same history for the same seed, and another one for another seed", () => {
    const history = (seed: number): string => {
      const world = worldOf("sie-oom", seed);
      world.advance(20 * MINUTE);
      return JSON.stringify([world.context.store.list("pods"), world.context.store.list("events")]);
    };
    expect(history(3)).toBe(history(3));
    expect(history(3)).not.toBe(history(4));
  });

  it("kills an NLP worker at its limit, restarts it empty and backs off when it happens again", () => {
    const world = worldOf("sie-oom");
    const phases = new Set<string>();
    for (let second = 0; second < 20 * MINUTE; second += 1) {
      world.advance(1);
      const states = podsOf(world, nlp.name).flatMap(({ key }) => {
        const status = world.context.store.get("pods", key)?.status.containerStatuses?.[0]?.state;
        return status?.waiting?.reason ?? status?.terminated?.reason ?? [];
      });
      for (const state of states) {
        phases.add(state);
      }
    }
    const [pod] = podsOf(world, nlp.name);
    expect([...phases]).toEqual(expect.arrayContaining(["OOMKilled", "CrashLoopBackOff"]));
    expect(pod?.restarts).toBeGreaterThanOrEqual(2);
    expect(pod?.lastTerminated).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
    const reasons = world.context.store.list("events").map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining(["SystemOOM", "BackOff", "ScalingReplicaSet", "Scheduled"]));
  });

  it("keeps every worker below 80 % of 1Gi once the runbook's batch size and replicas are set", () => {
    const world = worldOf("sie-oom");
    world.advance(10 * MINUTE);
    change(world, { container: memory("4Gi", "2Gi") });
    world.advance(MINUTE);
    change(world, { container: { env: [{ name: "NLP_BATCH_SIZE", value: "50" }] } });
    world.advance(MINUTE);
    change(world, { replicas: 4 });
    change(world, { container: memory("1Gi", "512Mi") });
    world.advance(4 * MINUTE);
    expect(podsOf(world, nlp.name)).toHaveLength(4);
    world.advance(30 * MINUTE);
    for (const share of shares(world, nlp.name)) {
      expect(share).toBeLessThan(0.75);
    }
    expect(podsOf(world, nlp.name).every(({ restarts }) => restarts === 0)).toBe(true);
  });

  it("only gains time by a higher limit alone", () => {
    const world = worldOf("sie-oom");
    change(world, { container: memory("4Gi") });
    world.advance(10 * MINUTE);
    expect(podsOf(world, nlp.name).every(({ restarts }) => restarts === 0)).toBe(true);
    world.advance(30 * MINUTE);
    expect(podsOf(world, nlp.name).some(({ restarts }) => restarts > 0)).toBe(true);
  });

  it("lets memory drift but never die in the calm scenario", () => {
    const world = worldOf("calm");
    world.advance(120 * MINUTE);
    expect([...world.context.live.values()].map(({ restarts }) => restarts)).toEqual(Array(10).fill(0));
  });

  it("brings TickStorm over 800 MB within half an hour and below after a restart of the rollout", () => {
    const world = worldOf("tickstorm-high-memory");
    world.advance(30 * MINUTE);
    const bytes = (): readonly number[] => podsOf(world, "tickstorm").map((live) => memoryBytesOf(world.context, live));
    expect(Math.max(...bytes())).toBeGreaterThan(800e6);
    change(
      world,
      { container: { env: [{ name: "RESTARTED", value: "1" }] } },
      { namespace: "default", name: "tickstorm" },
    );
    world.advance(2 * MINUTE);
    expect(Math.max(...bytes())).toBeLessThan(700e6);
  });

  it("holds TickStorm's saw-tooth lower with a lower GOGC", () => {
    const peak = (env: readonly { name: string; value: string }[]): number => {
      const world = worldOf("tickstorm-high-memory");
      change(world, { container: { env } }, { namespace: "default", name: "tickstorm" });
      world.advance(10 * MINUTE);
      return Math.max(...podsOf(world, "tickstorm").map((live) => memoryBytesOf(world.context, live)));
    };
    expect(peak([{ name: "GOGC", value: "50" }])).toBeLessThan(0.9 * peak([]));
  });

  it("leaves a pod pending, with the reason, when no node has room for its request", () => {
    const world = worldOf("calm");
    change(world, { container: memory("20Gi", "20Gi") });
    world.advance(MINUTE);
    const pending = world.context.store.list("pods", "sie").filter(({ status }) => status.phase === "Pending");
    expect(pending).toHaveLength(1);
    const messages = world.context.store.list("events", "sie").map(({ message }) => message);
    expect(messages.join("\n")).toContain("0/2 nodes are available: 2 Insufficient memory.");
  });

  it("restarts a container whose process was ended by a signal", () => {
    const world = worldOf("calm");
    const [live] = podsOf(world, "tickstorm");
    expect(live).toBeDefined();
    if (live !== undefined) {
      endProcess(world.context, live, "terminated");
      world.advance(10);
    }
    expect(live).toMatchObject({ restarts: 1, phase: "running", lastTerminated: { exitCode: 143, reason: "Error" } });
  });

  it("presses hurried time into the present of the wall clock", () => {
    const world = worldOf("sie-oom");
    const nowMs = world.context.nowMs;
    world.advance(10 * MINUTE, nowMs + 1000);
    expect(world.context.nowMs).toBe(nowMs + 1000);
    expect(podsOf(world, nlp.name).some(({ restarts }) => restarts > 0)).toBe(true);
  });
});

describe("quantities", () => {
  it.each([
    ["2Gi", 2 * 2 ** 30],
    ["800M", 800e6],
    ["512Mi", 512 * 2 ** 20],
    ["1e9", 1e9],
    ["much", undefined],
  ])("reads %s", (text, bytes) => {
    expect(parseMemoryBytes(text)).toBe(bytes);
  });
});
