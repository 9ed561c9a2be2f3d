import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { readConfig } from "@/lib/adapters/config/config";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/database/testing/test-database";
import { actorOf } from "./actor";
import { type Auth, createAuth } from "./auth";
import { demoPassword, demoPeople, ensureDemoAlertSource, ensureDemoPeople } from "./demo";
import { createFirstAdmin, createUser, needsSetUp } from "./people";

const origin = "http://127.0.0.1:4321";
const config = readConfig({ PORT: "4321", HEADROOM_SECRET: "s".repeat(40) });
let own: TestDatabase;
let auth: Auth;

beforeAll(async () => {
  own = await createTestDatabase();
  auth = createAuth(own.database, config);
  await ensureDemoPeople(own.database);
});
afterAll(() => own.drop());

type Attempt = {
  readonly email: string;
  readonly password?: string;
  readonly from?: string;
  readonly address?: string;
};

function signIn({ email, password = demoPassword, from = origin, address = "10.0.0.1" }: Attempt): Promise<Response> {
  return auth.handler(
    new Request(`${origin}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: from, cookie: "any=1", "x-forwarded-for": address },
      body: JSON.stringify({ email, password }),
    }),
  );
}

async function sessionOf(email: string): Promise<Headers> {
  const response = await signIn({ email });
  expect(response.status).toBe(200);
  return new Headers({
    cookie: response.headers
      .getSetCookie()
      .map((entry) => entry.split(";")[0])
      .join("; "),
  });
}

test.each(demoPeople)("$email signs in to a demo as $role", async ({ email, name, role }) => {
  expect(await actorOf(auth, await sessionOf(email))).toMatchObject({ kind: "user", name, role });
});

test("nobody without a session, or with a forged one", async () => {
  expect(await actorOf(auth, new Headers())).toBeNull();
  expect(await actorOf(auth, new Headers({ cookie: "headroom.session_token=abc.def" }))).toBeNull();
});

test("the session's cookie cannot be read by scripts nor sent along by other sites", async () => {
  const response = await signIn({ email: "responder@headroom.demo" });
  expect(response.headers.getSetCookie().join()).toMatch(/headroom\.session_token=.*HttpOnly.*SameSite=Lax/);
});

test("a role that was taken away is gone with the next request", async () => {
  await createUser(own.database, { name: "X", email: "x@example.org", password: demoPassword, role: "commander" });
  const session = await sessionOf("x@example.org");
  await own.database.user.update({ where: { email: "x@example.org" }, data: { role: "viewer" } });
  expect(await actorOf(auth, session)).toMatchObject({ role: "viewer" });
  await own.database.session.deleteMany({ where: { user: { email: "x@example.org" } } });
  expect(await actorOf(auth, session)).toBeNull();
});

test("a wrong password and an unknown address look the same", async () => {
  const wrong = await signIn({ email: "admin@headroom.demo", password: "not-the-password" });
  const unknown = await signIn({ email: "nobody@headroom.demo" });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.json()).toEqual(await unknown.json());
});

test("both names of this machine are trusted, another site is not", async () => {
  const email = "viewer@headroom.demo";
  expect((await signIn({ email, from: "http://localhost:4321" })).status).toBe(200);
  expect((await signIn({ email, from: "https://evil.example" })).status).toBe(403);
});

test("nobody can sign up", async () => {
  const response = await auth.handler(
    new Request(`${origin}/api/auth/sign-up/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ email: "new@example.org", password: demoPassword, name: "New", role: "admin" }),
    }),
  );
  expect(response.status).toBe(400);
  expect(await own.database.user.count({ where: { email: "new@example.org" } })).toBe(0);
});

test("guessing is slowed down, from one address and for one account from many", async () => {
  // A window is a minute: on a slow machine it would end while there is guessing.
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const guess = (email: string, address: string) =>
    signIn({ email, address, password: "guess-guess-guess" }).then(({ status }) => status);
  const fromOne: number[] = [];
  for (let at = 0; at < 35; at += 1) {
    fromOne.push(await guess(`person-${at}@example.org`, "10.9.9.9"));
  }
  expect(fromOne.slice(30)).toEqual([429, 429, 429, 429, 429]);
  const forOne: number[] = [];
  for (let at = 0; at < 22; at += 1) {
    forOne.push(await guess("commander@headroom.demo", `10.8.0.${at}`));
  }
  expect(forOne.slice(-2)).toEqual([429, 429]);
}, 180_000);

test("an address is one person, however it is spelled", async () => {
  const again = { name: "R", email: " Responder@Headroom.DEMO", password: demoPassword, role: "viewer" } as const;
  await expect(createUser(own.database, again)).rejects.toThrow("already someone with the address responder@");
});

test("of many first set-ups at once, one makes the admin", async () => {
  const fresh = await createTestDatabase();
  expect(await needsSetUp(fresh.database)).toBe(true);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, at) =>
      fresh.database.$transaction((tx) =>
        createFirstAdmin(tx, { name: `A${at}`, email: `a${at}@example.org`, password: demoPassword }),
      ),
    ),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await fresh.database.user.findMany({ select: { role: true } })).toEqual([{ role: "admin" }]);
  expect(await needsSetUp(fresh.database)).toBe(false);
  await fresh.drop();
});

test("a demo started again has one practice range, which knows only the new token", async () => {
  await ensureDemoAlertSource(own.database, "first-token");
  await ensureDemoAlertSource(own.database, "second-token");
  await ensureDemoPeople(own.database);
  const sources = await own.database.alertSource.findMany({ select: { tokenHash: true } });
  // printf second-token | sha256sum
  expect(sources).toEqual([{ tokenHash: "7a35833597e6687c599a0988b7a53b9b6a7ec18b88ca2a8e60f3265c8be6d527" }]);
  expect(await own.database.user.count({ where: { email: { endsWith: "@headroom.demo" } } })).toBe(4);
});
