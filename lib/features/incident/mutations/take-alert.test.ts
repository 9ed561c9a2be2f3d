import { afterAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/lib/adapters/database/testing/test-database";
import { incidentKey, REOPEN_WINDOW_MS } from "@/lib/core/incident/incident";
import {
  anAlert,
  aTarget,
  at,
  indexedRunbook,
  kindsOf,
  openedIncident,
  personScope,
  senderScope,
} from "../testing/fixtures";
import { acknowledgeIncident } from "./acknowledge-incident";
import { takeAlert } from "./take-alert";

const { database, drop } = await createTestDatabase();
afterAll(drop);
const scope = senderScope(database);

describe("takeAlert", () => {
  it("opens one incident when four pods of a workload run out of memory at once", async () => {
    const runbook = await indexedRunbook(scope);
    const target = aTarget();
    const pods = ["a", "b", "c", "d"];
    const taken = await Promise.all(
      pods.map((pod) =>
        takeAlert(scope, anAlert({ target, runbook, labels: { alertname: "MemoryOOM", pod: `nlp-${pod}` } })),
      ),
    );
    expect(new Set(taken.map((one) => one.incidentId)).size).toBe(1);
    expect(taken.map((one) => one.effect).sort()).toEqual(["attached", "attached", "attached", "opened"]);
    const kinds = await kindsOf(database, taken[0]?.incidentId ?? "");
    expect(kinds.filter((kind) => kind === "alert.fired")).toHaveLength(4);
    expect(kinds.filter((kind) => kind === "incident.opened")).toHaveLength(1);
  });

  it("keeps an alert that flaps ten times on one incident, each turn an event", async () => {
    const alert = anAlert({ target: aTarget(), runbook: await indexedRunbook(scope) });
    const homes = new Set<string | null>();
    for (let turn = 0; turn < 10; turn += 1) {
      homes.add((await takeAlert(scope, alert)).incidentId);
      await takeAlert(scope, { ...alert, status: "resolved" });
    }
    expect(homes.size).toBe(1);
    const kinds = await kindsOf(database, [...homes][0] ?? "");
    expect(kinds.filter((kind) => kind === "alert.fired")).toHaveLength(10);
    expect(kinds.filter((kind) => kind === "alert.resolved")).toHaveLength(10);
  });

  it("counts the sender's repeats without firing again", async () => {
    const alert = anAlert({ target: aTarget(), runbook: await indexedRunbook(scope) });
    await takeAlert(scope, alert);
    expect((await takeAlert(scope, alert)).effect).toBe("repeated");
  });

  it.each([
    ["within 30 minutes of the resolution reopens it", REOPEN_WINDOW_MS - 1000, "reopened", 1],
    ["later opens another", REOPEN_WINDOW_MS + 1000, "opened", 2],
  ])("a re-fire %s", async (_when, laterMs, effect, count) => {
    const target = aTarget();
    const runbook = await indexedRunbook(scope);
    const first = await takeAlert(scope, anAlert({ target, runbook }));
    await database.incident.update({
      where: { id: first.incidentId ?? "" },
      data: { status: "resolved", resolvedAt: at, openKey: null },
    });
    const later = senderScope(database, new Date(at.getTime() + laterMs));
    expect((await takeAlert(later, anAlert({ target, runbook }))).effect).toBe(effect);
    expect(await database.incident.count({ where: { key: incidentKey(target, runbook.slug) } })).toBe(count);
  });

  it("puts an alert that no runbook fits on the workload's open incident", async () => {
    const person = await personScope(database);
    const { incidentId, target } = await openedIncident(person);
    expect(await takeAlert(scope, anAlert({ target, runbook: null }))).toEqual({ incidentId, effect: "attached" });
  });

  it("opens an incident without a runbook when nothing fits, and loses nothing", async () => {
    const { incidentId, effect } = await takeAlert(
      scope,
      anAlert({ target: aTarget(), labels: { alertname: "Odd", pod: "x" } }),
    );
    expect(effect).toBe("opened");
    const incident = await database.incident.findUniqueOrThrow({ where: { id: incidentId ?? "" } });
    expect(incident).toMatchObject({ title: "Odd", runbookSlug: null, status: "open" });
  });

  it("fills the runbook's parameters from the labels", async () => {
    const runbook = await indexedRunbook(scope);
    const { incidentId } = await takeAlert(
      scope,
      anAlert({ target: aTarget(), runbook, labels: { alertname: "MemoryOOM", pod: "nlp-7" } }),
    );
    const values = await database.parameterValue.findMany({ where: { incidentId: incidentId ?? "" } });
    expect(Object.fromEntries(values.map((one) => [one.name, one.value]))).toEqual({
      "pod-name": "nlp-7",
      namespace: "sie",
    });
  });

  it("ignores the resolve of an alert nobody knows", async () => {
    expect(await takeAlert(scope, anAlert({ status: "resolved" }))).toEqual({ incidentId: null, effect: "ignored" });
  });

  it("does not disturb the status a person set", async () => {
    const person = await personScope(database);
    const { incidentId, target } = await openedIncident(person);
    await acknowledgeIncident(person, incidentId);
    await takeAlert(scope, anAlert({ target }));
    expect((await database.incident.findUniqueOrThrow({ where: { id: incidentId } })).status).toBe("acknowledged");
  });
});
