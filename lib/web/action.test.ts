import type { Route } from "next";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { getAuth } from "@/lib/adapters/auth/auth";
import { demoPassword, ensureDemoPeople } from "@/lib/adapters/auth/demo";
import { provideDatabase } from "@/lib/adapters/database/client";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/database/testing/test-database";
import { AppError } from "@/lib/core/kernel/app-error";
import { anyone, mayOperate, signedIn } from "@/lib/core/kernel/policy";
import { defineAction } from "./action";
import { definedGates } from "./gate";
import { defineRoute } from "./route";

// Next's request store exists only inside Next: the headers of "this request".
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({ headers: async () => request.headers }));

const origin = "http://127.0.0.1:3000";
const sessions = new Map<string, string>();
let own: TestDatabase;

beforeAll(async () => {
  vi.stubEnv("HEADROOM_SECRET", "s".repeat(40));
  vi.stubEnv("HEADROOM_LOG_LEVEL", "error");
  own = await createTestDatabase();
  provideDatabase(Promise.resolve({ ...own, close: async () => undefined }));
  await ensureDemoPeople(own.database);
  const auth = await getAuth();
  for (const role of ["responder", "viewer"]) {
    const body = { email: `${role}@headroom.demo`, password: demoPassword };
    const response = await auth.api.signInEmail({ body, asResponse: true });
    sessions.set(role, response.headers.getSetCookie().join("; "));
  }
});
afterAll(() => own.drop());
beforeEach(() => {
  request.headers = new Headers();
});

function signInAs(role: string): void {
  request.headers = new Headers({ cookie: sessions.get(role) ?? "" });
}

const echo = defineAction({
  name: "test.echo",
  may: mayOperate,
  input: z.object({ size: z.number().max(3) }),
  run: async ({ scope, input }) => ({ size: input.size, by: scope.actor }),
});

test("gives what run gives, under the actor of the session", async () => {
  signInAs("responder");
  expect(await echo({ size: 2 })).toMatchObject({
    ok: true,
    data: { size: 2, by: { kind: "user", name: "Robin Responder", role: "responder" } },
  });
});

test("authorises before it looks at the input: a stranger learns nothing about its shape", async () => {
  const wrong = { size: 99 };
  expect(await echo(wrong)).toEqual({ ok: false, error: { code: "unauthenticated", message: "Sign in first." } });
  signInAs("viewer");
  expect(await echo(wrong)).toEqual({
    ok: false,
    error: { code: "forbidden", message: "Only a responder may do this." },
  });
  signInAs("responder");
  expect(await echo(wrong)).toMatchObject({ ok: false, error: { code: "invalid-input", fields: { size: [/3/] } } });
});

test("shows an AppError's words, and of a bug only a reference into the log", async () => {
  const failing = (thrown: unknown) =>
    defineAction({ name: "test.fail", may: anyone, input: z.null(), run: () => Promise.reject(thrown) })(null);
  expect(await failing(new AppError("conflict", "Sam was first.", { cause: new Error("row 7") }))).toEqual({
    ok: false,
    error: { code: "conflict", message: "Sam was first." },
  });
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const result = await failing(new Error("password is hunter2"));
  const logged = written.mock.calls.flat().join();
  written.mockRestore();
  expect(result).toEqual({
    ok: false,
    error: {
      code: "internal",
      message: "Something went wrong on the server.",
      reference: expect.stringMatching(/^[0-9a-f]{8}$/),
    },
  });
  expect(logged).toContain(result.ok ? "" : result.error.reference);
  expect(logged).toContain("password is hunter2");
});

test("lets Next's own redirects through", async () => {
  const { redirect } = await import("next/navigation");
  const leave = defineAction({
    name: "test.leave",
    may: anyone,
    input: z.null(),
    run: async () => redirect("/api" as Route),
  });
  await expect(leave(null)).rejects.toThrow("NEXT_REDIRECT");
});

test("a limit counts each caller's calls", async () => {
  const limited = defineAction({
    name: "test.limited",
    may: anyone,
    input: z.null(),
    limit: { calls: 2, windowMs: 60_000 },
    run: async () => 1,
  });
  request.headers = new Headers({ "x-forwarded-for": "10.1.1.1" });
  expect([await limited(null), await limited(null), await limited(null)]).toMatchObject([
    { ok: true },
    { ok: true },
    { ok: false, error: { code: "limit-exceeded" } },
  ]);
  request.headers = new Headers({ "x-forwarded-for": "10.1.1.2" });
  expect(await limited(null)).toMatchObject({ ok: true });
});

const change = defineRoute({
  name: "test.change",
  may: signedIn,
  input: z.object({
    params: z.object({ id: z.string() }),
    query: z.object({ n: z.coerce.number() }),
    body: z.unknown(),
  }),
  maxBodyBytes: 100,
  run: async ({ input }) => input,
});

/** Calls a route as a browser would. */
function call(route: typeof change, init: RequestInit = {}): Promise<Response> {
  return route(new Request(`${origin}/api/x?n=1&n=2`, init), { params: Promise.resolve({ id: "7" }) });
}

test("a route parses path, query and body together, and answers JSON that nobody caches", async () => {
  signInAs("viewer");
  const response = await call(change, { method: "POST", headers: { origin }, body: '{"a":1}' });
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({ ok: true, data: { params: { id: "7" }, query: { n: 2 }, body: { a: 1 } } });
});

test("a route has the same order and the same failures as an action", async () => {
  expect((await call(change)).status).toBe(401);
  signInAs("viewer");
  expect((await call(change, { method: "POST", headers: { origin }, body: "{" })).status).toBe(400);
  const big = JSON.stringify("x".repeat(200));
  expect((await call(change, { method: "POST", headers: { origin }, body: big })).status).toBe(429);
});

test("a sender who breaks off in the middle of a body is no failure of the server", async () => {
  signInAs("viewer");
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"a":')),
    pull: (controller) => controller.error(new Error("aborted")),
  });
  const init = { method: "POST", headers: { origin }, body, duplex: "half" };
  const response = await call(change, init);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { message: "The request broke off before its end." } });
});

test.each([{}, { origin: "https://evil.example" }, { origin: "null" }])(
  "a change with a session but from %j is refused",
  async (headers) => {
    signInAs("viewer");
    expect((await call(change, { method: "POST", headers, body: "{}" })).status).toBe(403);
  },
);

test("a route with credentials of its own does not look at sessions", async () => {
  const hook = defineRoute({
    name: "test.hook",
    authenticate: async ({ headers }) =>
      headers.get("authorization") === "Bearer good" ? { kind: "webhook", sourceId: "s", name: "Source" } : null,
    input: z.object({}),
    run: async ({ scope }) => scope.actor,
  });
  signInAs("responder");
  expect((await call(hook, { method: "POST" })).status).toBe(401);
  const admitted = await call(hook, { method: "POST", headers: { authorization: "Bearer good" } });
  expect(await admitted.json()).toMatchObject({ ok: true, data: { kind: "webhook" } });
});

test("every door is on the list with its policy", () => {
  expect(definedGates()).toEqual(
    expect.arrayContaining([
      { kind: "action", name: "test.echo", policy: "may-operate" },
      { kind: "route", name: "test.change", policy: "signed-in" },
      { kind: "route", name: "test.hook", policy: "own" },
    ]),
  );
});
