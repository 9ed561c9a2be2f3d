import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Range } from "./range.ts";
import { startTestRange, steer } from "./testing/start-test-range.ts";

const pod = z.object({ name: z.string(), restarts: z.number(), memoryBytes: z.number() });
const state = z.object({
  now: z.string(),
  scenario: z.string(),
  speed: z.number(),
  pods: z.array(pod),
  alerts: z.array(z.object({ labels: z.record(z.string(), z.string()) })),
});

let range: Range;
let now = Date.parse("2026-01-15T03:00:00Z");

beforeAll(async () => {
  range = await startTestRange({ now: () => now });
});

afterAll(() => range.close());

const changed = async (path: string, body: object) => state.parse(await (await steer(range, path, body)).json());

const restarts = ({ pods }: z.infer<typeof state>): number => pods.reduce((sum, each) => sum + each.restarts, 0);

it("lets ten minutes happen in the present without moving the clock", async () => {
  const before = state.parse(await (await fetch(`${range.controlUrl}/state`)).json());
  const after = await changed("/advance", { seconds: 600 });
  expect(after.now).toBe(before.now);
  expect(restarts(after)).toBeGreaterThan(restarts(before));
  expect(after.alerts.map(({ labels }) => labels["alertname"])).toContain("MemoryOOM");
});

it("follows the wall clock at the speed it is told", async () => {
  await changed("/speed", { speed: 20 });
  const before = await changed("/advance", { seconds: 1 });
  now += 60_000;
  range.simulation.catchUp();
  const after = await changed("/speed", { speed: 1 });
  expect(Date.parse(after.now) - Date.parse(before.now)).toBe(60_000);
  expect(restarts(after)).toBeGreaterThan(restarts(before));
});

it("begins the same world again for the same seed", async () => {
  const names = (each: z.infer<typeof state>): readonly string[] => each.pods.map(({ name }) => name);
  const first = await changed("/reset", { scenario: "calm", seed: 5 });
  const second = await changed("/reset", { scenario: "calm", seed: 5 });
  expect(first.scenario).toBe("calm");
  expect(names(second)).toEqual(names(first));
  expect(first.alerts).toEqual([]);
});

it.each([
  ["/advance", { seconds: -1 }],
  ["/speed", { speed: 1000 }],
  ["/reset", { scenario: "storm" }],
  ["/fault", { kubernetes: "odd" }],
])("refuses %s with %j", async (path, body) => {
  expect((await steer(range, path, body)).status).toBe(400);
});

it("breaks Prometheus when it is told to", async () => {
  await steer(range, "/fault", { prometheus: "403" });
  expect((await fetch(range.prometheusUrl)).status).toBe(403);
  await steer(range, "/fault", { prometheus: "down" });
  await expect(fetch(range.prometheusUrl)).rejects.toThrow("fetch failed");
  await steer(range, "/fault", { prometheus: "ok" });
  expect((await fetch(range.prometheusUrl)).status).toBe(200);
});
