import { afterAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/lib/adapters/database/testing/test-database";
import { signItem } from "@/lib/features/checklist/mutations/sign-item";
import { kindsOf, openedIncident, personScope } from "../testing/fixtures";
import { acknowledgeIncident } from "./acknowledge-incident";
import { addNote } from "./add-note";
import { assignRole } from "./assign-role";
import { correctNote } from "./correct-note";
import { declareIncident } from "./declare-incident";
import { mitigateIncident } from "./mitigate-incident";
import { reopenIncident } from "./reopen-incident";
import { resolveIncident } from "./resolve-incident";
import { setVisibility } from "./set-visibility";

const { database, drop } = await createTestDatabase();
afterAll(drop);

const signature = { itemId: "stable", verdict: "done", statement: "", check: null, evidenceHash: null } as const;

describe("an incident's life", () => {
  it("goes from open to resolved, each move one event", async () => {
    const scope = await personScope(database);
    const { incidentId } = await openedIncident(scope);
    await Promise.all([acknowledgeIncident(scope, incidentId), acknowledgeIncident(scope, incidentId)]);
    await mitigateIncident(scope, incidentId);
    await signItem(scope, { incidentId, ...signature });
    await resolveIncident(scope, { incidentId, statement: "batch size" });
    await resolveIncident(scope, { incidentId, statement: "again" });
    expect(await kindsOf(database, incidentId)).toEqual([
      "incident.opened",
      "incident.runbook-pinned",
      "incident.acknowledged",
      "incident.mitigated",
      "item.signed",
      "incident.resolved",
    ]);
  });

  it("refuses to resolve while a mandatory item is open, names it, and changes nothing", async () => {
    const scope = await personScope(database);
    const { incidentId } = await openedIncident(scope);
    await expect(resolveIncident(scope, { incidentId, statement: "" })).rejects.toThrow(
      "Still open on the resolution checklist: Pods stable.",
    );
    expect(await kindsOf(database, incidentId)).not.toContain("incident.resolved");
  });

  it("lets only the first of two signatures on one item stand", async () => {
    const [one, two] = [await personScope(database), await personScope(database)];
    const { incidentId } = await openedIncident(one);
    const signed = await Promise.allSettled([
      signItem(one, { incidentId, ...signature }),
      signItem(two, { incidentId, ...signature }),
    ]);
    expect(signed.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await kindsOf(database, incidentId)).filter((kind) => kind === "item.signed")).toHaveLength(1);
  });

  it("does not reopen beside a newer open incident of the same key", async () => {
    const scope = await personScope(database);
    const { incidentId, target } = await openedIncident(scope);
    await signItem(scope, { incidentId, ...signature });
    await resolveIncident(scope, { incidentId, statement: "" });
    const policy = { requireReviewed: false };
    const declaration = { title: "", severity: "P2", target, runbook: "small", policy } as const;
    const { number } = await declareIncident(scope, declaration);
    await expect(reopenIncident(scope, { incidentId, because: "still there" })).rejects.toThrow(
      `Incident ${number} is already open`,
    );
    expect(await declareIncident(scope, declaration)).toEqual({ number, isNew: false });
  });

  it("hides a private incident from everyone who is not a reader, as if it were not there", async () => {
    const [owner, reader, stranger] = [
      await personScope(database),
      await personScope(database),
      await personScope(database),
    ];
    const { incidentId } = await openedIncident(owner);
    const readerId = reader.actor.kind === "user" ? reader.actor.id : "";
    await setVisibility(owner, { incidentId, isPrivate: true, readers: [readerId] });
    await addNote(reader, { incidentId, text: "I can", stepId: null });
    await expect(addNote(stranger, { incidentId, text: "I cannot", stepId: null })).rejects.toThrow(
      "There is no such incident.",
    );
    await expect(acknowledgeIncident(stranger, incidentId)).rejects.toThrow("There is no such incident.");
  });

  it("hands the commander's role over", async () => {
    const scope = await personScope(database);
    const { incidentId } = await openedIncident(scope);
    const people = await Promise.all(["a", "b"].map(() => personScope(database)));
    for (const { actor } of people) {
      await assignRole(scope, { incidentId, role: "commander", userId: actor.kind === "user" ? actor.id : "" });
    }
    const holders = await database.assignment.findMany({ where: { incidentId, role: "commander" } });
    expect(holders.map((holder) => holder.userId)).toEqual([
      people[1]?.actor.kind === "user" ? people[1].actor.id : "",
    ]);
  });

  it("corrects a note by a new entry, and nothing but notes", async () => {
    const scope = await personScope(database);
    const { incidentId } = await openedIncident(scope);
    const seq = await addNote(scope, { incidentId, text: "at 13:40", stepId: null });
    await correctNote(scope, { incidentId, corrects: seq, text: "at 13:50" });
    await expect(correctNote(scope, { incidentId, corrects: 1, text: "x" })).rejects.toThrow(
      "Only a note can be corrected.",
    );
  });
});
