import { expect, it } from "vitest";
import { ownedReplicaSets } from "./deployment-controller.ts";
import type { Deployment } from "./objects.ts";
import { rolloutRoom } from "./rollout-room.ts";
import { createWorld, type World } from "./world.ts";

const KEY = { namespace: "sie", name: "sie-api" } as const;

function current(world: World): Deployment {
  const deployment = world.context.store.get("deployments", KEY);
  if (deployment === undefined) {
    throw new Error("sie-api is gone");
  }
  return deployment;
}

function annotate(world: World, value: string): void {
  const deployment = current(world);
  const { template } = deployment.spec;
  const metadata = { ...template.metadata, annotations: { restartedAt: value } };
  world.context.store.put("deployments", {
    ...deployment,
    metadata: { ...deployment.metadata, generation: (deployment.metadata.generation ?? 0) + 1 },
    spec: { ...deployment.spec, template: { ...template, metadata } },
  });
}

const readyPods = (world: World): number =>
  [...world.context.live.values()].filter(({ key, ready }) => ready && key.name.startsWith("sie-api-")).length;

it("never has fewer ready pods than the strategy allows while it rolls out", () => {
  const world = createWorld({ seed: 1, scenario: "calm", startMs: 0 });
  annotate(world, "now");
  const counts: number[] = [];
  for (let second = 0; second < 60; second += 1) {
    world.advance(1);
    counts.push(readyPods(world));
  }
  expect(Math.min(...counts)).toBe(2);
  const { status, metadata } = current(world);
  expect(status).toMatchObject({ observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 });
  expect(status.conditions?.find(({ type }) => type === "Progressing")?.reason).toBe("NewReplicaSetAvailable");
  expect(metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("2");
});

it("takes an old replica set up again, as the newest revision, when its template comes back", () => {
  const world = createWorld({ seed: 1, scenario: "calm", startMs: 0 });
  const [first] = ownedReplicaSets(world.context, current(world));
  annotate(world, "now");
  world.advance(60);
  const changed = current(world);
  const template = { ...changed.spec.template, metadata: { labels: { app: "sie-api" }, annotations: {} } };
  world.context.store.put("deployments", { ...changed, spec: { ...changed.spec, template } });
  world.advance(60);
  const sets = ownedReplicaSets(world.context, current(world));
  expect(sets).toHaveLength(2);
  expect(sets.at(-1)?.metadata.uid).toBe(first?.metadata.uid);
  expect(sets.at(-1)?.metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("3");
});

it.each([
  [4, undefined, { surge: 1, missing: 1 }],
  [2, undefined, { surge: 1, missing: 0 }],
  [10, { maxSurge: 3, maxUnavailable: "10%" }, { surge: 3, missing: 1 }],
  [3, { maxSurge: 0, maxUnavailable: 0 }, { surge: 0, missing: 1 }],
])("gives a rollout of %i replicas with %o its room", (replicas, update, room) => {
  expect(rolloutRoom(replicas, update)).toEqual(room);
});
