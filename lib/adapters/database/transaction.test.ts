import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/core/kernel/actor";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";
import { inTransaction, type Scope } from "./transaction";

const actor: Actor = { kind: "system", name: "test" };
let own: TestDatabase;
let scope: Scope;

beforeAll(async () => {
  own = await createTestDatabase();
  scope = { actor, database: own.database, now: new Date("2026-01-15T03:00:00Z") };
});
afterAll(() => own.drop());

const exists = async (id: string) => (await own.database.timeline.count({ where: { id } })) === 1;

test("keeps everything or nothing", async () => {
  await expect(
    inTransaction(scope, async (tx) => {
      await tx.timeline.create({ data: { id: "lost" } });
      throw new Error("later failure");
    }),
  ).rejects.toThrow("later failure");
  expect(await exists("lost")).toBe(false);
  expect(
    await inTransaction(scope, async (tx) => {
      await tx.timeline.create({ data: { id: "kept" } });
      return 7;
    }),
  ).toBe(7);
  expect(await exists("kept")).toBe(true);
});

test("a transaction inside a transaction is the same one: the outer failure takes the inner work with it", async () => {
  await expect(
    inTransaction(scope, async (tx) => {
      await inTransaction({ ...scope, database: tx }, async (inner) => {
        expect(inner).toBe(tx);
        await inner.timeline.create({ data: { id: "inner" } });
      });
      throw new Error("outer failure");
    }),
  ).rejects.toThrow("outer failure");
  expect(await exists("inner")).toBe(false);
});

test("two test databases do not see each other", async () => {
  const other = await createTestDatabase();
  await other.database.timeline.create({ data: { id: "elsewhere" } });
  expect(await exists("elsewhere")).toBe(false);
  await other.drop();
});
