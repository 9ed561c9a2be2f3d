import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { provideDatabase } from "@/lib/adapters/database/client";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/database/testing/test-database";
import { demoPassword, ensureDemoPeople } from "./demo";
import { signIn } from "./sessions";

// Next's request store exists only inside Next.
vi.mock("next/headers", () => ({ headers: async () => new Headers() }));

let own: TestDatabase;

beforeAll(async () => {
  vi.stubEnv("HEADROOM_SECRET", "s".repeat(40));
  own = await createTestDatabase();
  provideDatabase(Promise.resolve({ ...own, close: async () => undefined }));
  await ensureDemoPeople(own.database);
});
afterAll(() => own.drop());

const sessions = () => own.database.session.count();

test("the right password makes a session, the wrong one and a stranger get the same words", async () => {
  await signIn({ email: "viewer@headroom.demo", password: demoPassword });
  expect(await sessions()).toBe(1);
  const refusal = "The e-mail address or the password is wrong.";
  await expect(signIn({ email: "viewer@headroom.demo", password: "wrong-password" })).rejects.toThrow(refusal);
  await expect(signIn({ email: "stranger@headroom.demo", password: demoPassword })).rejects.toThrow(refusal);
  expect(await sessions()).toBe(1);
});

test("guessing through a server action is limited too", async () => {
  const guess = () =>
    signIn({ email: "admin@headroom.demo", password: "guess-guess" }).then(
      () => "in",
      (error: unknown) => String(error),
    );
  let last = "";
  for (let attempt = 0; attempt < 21; attempt += 1) {
    last = await guess();
  }
  expect(last).toMatch(/Too many attempts/);
});
