import { createServer } from "node:http";
import { afterEach, expect, it } from "vitest";
import type { WebhookPayload } from "./alert-tracker.ts";
import { createAlertmanager } from "./alertmanager.ts";
import { createWebhook } from "./webhook.ts";
import type { ScenarioName } from "./world/scenarios.ts";
import { createWorld } from "./world/world.ts";

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) {
    close();
  }
});

function watched(scenario: ScenarioName) {
  const world = createWorld({ seed: 1, scenario, startMs: Date.parse("2026-01-15T03:00:00Z") });
  const sent: WebhookPayload[] = [];
  const alertmanager = createAlertmanager({ world }, (payload) => sent.push(payload));
  const live = (minutes: number): void => {
    for (let step = 0; step < minutes * 12; step += 1) {
      world.advance(5);
      alertmanager.evaluate();
    }
  };
  return { world, sent, live, alertmanager };
}

it("tells of the OOM kills with the labels and the runbook a responder needs", () => {
  const { sent, live } = watched("sie-oom");
  live(8);
  expect(sent[0]).toMatchObject({
    version: "4",
    status: "firing",
    groupLabels: { alertname: "MemoryOOM", namespace: "sie" },
    commonLabels: { cluster: "range", container: "worker", deployment: "sie-worker-nlp", severity: "critical" },
  });
  const alert = sent[0]?.alerts[0];
  expect(alert?.labels["pod"]).toMatch(/^sie-worker-nlp-/);
  expect(alert?.annotations["runbook_url"]).toMatch(/\/sie-memory-oom\.md$/);
  expect(alert).toMatchObject({ status: "firing", endsAt: "0001-01-01T00:00:00Z" });
  expect(Date.parse(alert?.startsAt ?? "")).toBeGreaterThan(Date.parse("2026-01-15T03:00:00Z"));
});

it("does not repeat an alert that goes on, and tells once when it is over", () => {
  const { world, sent, live, alertmanager } = watched("tickstorm-high-memory");
  live(40);
  const fired = sent.filter(({ status }) => status === "firing").length;
  expect(fired).toBeGreaterThan(0);
  expect(fired).toBeLessThanOrEqual(2);
  const deployment = world.context.store.get("deployments", { namespace: "default", name: "tickstorm" });
  expect(deployment).toBeDefined();
  if (deployment !== undefined) {
    world.context.store.put("deployments", { ...deployment, spec: { ...deployment.spec, replicas: 0 } });
  }
  live(3);
  expect(sent.at(-1)).toMatchObject({ status: "resolved" });
  expect(alertmanager.firing()).toEqual([]);
});

it("stays silent while all is calm", () => {
  const { sent, live } = watched("calm");
  live(60);
  expect(sent).toEqual([]);
});

it("posts again, with its token, until the receiver accepts", async () => {
  const { sent, live } = watched("sie-oom");
  live(6);
  const answers = [503, 500, 200];
  const received = await new Promise<readonly string[]>((resolve) => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.headers.authorization}`);
      const code = answers.shift() ?? 200;
      response.writeHead(code).end();
      if (code === 200) {
        resolve(seen);
      }
    });
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      const webhook = createWebhook({ url: `http://127.0.0.1:${port}/hook`, token: "secret", firstRetryMs: 1 });
      closers.push(() => {
        webhook.close();
        server.close();
      });
      sent.slice(0, 1).forEach(webhook.send);
    });
  });
  expect(received).toEqual(Array(3).fill("POST Bearer secret"));
});
