import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { getAuth } from "@/lib/adapters/auth/auth";
import { demoPassword, ensureDemoPeople } from "@/lib/adapters/auth/demo";
import { provideDatabase } from "@/lib/adapters/database/client";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/database/testing/test-database";
import { definedGates } from "./gate";

// Next's request store exists only inside Next: the headers of "this request".
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({ headers: async () => request.headers }));

type Action = (input: unknown) => Promise<{ readonly ok: boolean; readonly error?: { readonly code: string } }>;
type Handler = (request: Request, context: { readonly params: Promise<Record<string, string>> }) => Promise<Response>;

/** Every door of the program, found by file: a new one is in this test as soon as it exists. */
const actionFiles = import.meta.glob<Record<string, Action>>("/lib/features/*/actions.ts");
const routeFiles = import.meta.glob<Record<string, Handler>>("/app/api/**/route.ts");
/** Doors that let visitors in, with the reason. */
const open = new Set([
  "action people.sign-in",
  "action people.set-up",
  // Served without `defineRoute`: what they do is said in their own files.
  "/app/api/auth/[...all]/route.ts",
  "/app/api/health/route.ts",
]);
/** Doors that a viewer may use: reading, and leaving. */
const forViewers =
  /^(action people\.sign-out|route (timeline\.stream|metrics\.memory|checklist\.checks|execution\.choices|execution\.output|recording\.samples|incident\.revision|incident\.part|runbook\.search|runbook\.now|runbook\.place|alert\.uncovered|review\.markdown|artifact\.list|artifact\.download))$/;

let own: TestDatabase;
const cookies = new Map<string, string>();

beforeAll(async () => {
  vi.stubEnv("HEADROOM_SECRET", "s".repeat(40));
  vi.stubEnv("HEADROOM_LOG_LEVEL", "error");
  own = await createTestDatabase();
  provideDatabase(Promise.resolve({ ...own, close: async () => undefined }));
  await ensureDemoPeople(own.database);
  const body = { email: "viewer@headroom.demo", password: demoPassword };
  const response = await (await getAuth()).api.signInEmail({ body, asResponse: true });
  cookies.set("viewer", response.headers.getSetCookie().join("; "));
});
afterAll(() => own.drop());

const actions = await Promise.all(
  Object.entries(actionFiles).map(async ([file, load]) =>
    Object.entries(await load()).map(([name, action]) => ({ name: `${file} ${name}`, action })),
  ),
).then((lists) => lists.flat());
const routes = await Promise.all(
  Object.entries(routeFiles)
    .filter(([file]) => !open.has(file))
    .map(async ([file, load]) =>
      Object.entries(await load())
        .filter(([method]) => /^(GET|POST|PUT|PATCH|DELETE)$/.test(method))
        .map(([method, handler]) => ({ name: `${method} ${file}`, method, handler })),
    ),
).then((lists) => lists.flat());

async function statusOf({ method, handler }: { readonly method: string; readonly handler: Handler }): Promise<number> {
  const params = { number: "1", operationId: "x", runId: "00000000-0000-4000-8000-000000000000" };
  const url = "http://127.0.0.1:3000/api/x?topics=home";
  const headers = { origin: "http://127.0.0.1:3000", cookie: request.headers.get("cookie") ?? "" };
  const controller = new AbortController();
  const response = await handler(new Request(url, { method, headers, signal: controller.signal }), {
    params: Promise.resolve(params),
  });
  controller.abort();
  return response.status;
}

describe("every door", () => {
  it("is on the list, and only the named ones are open to anyone", () => {
    expect(actions.length).toBeGreaterThan(20);
    expect(routes.length).toBeGreaterThan(5);
    const gates = definedGates();
    expect(gates.filter((gate) => gate.kind === "action")).toHaveLength(actions.length);
    expect(gates.filter((gate) => gate.kind === "route")).toHaveLength(routes.length);
    const anyone = gates.filter((gate) => gate.policy === "anyone").map((gate) => `${gate.kind} ${gate.name}`);
    expect(anyone.every((name) => open.has(name))).toBe(true);
    expect(gates.filter((gate) => gate.policy === "own").map((gate) => gate.name)).toEqual(["alert.take-webhook"]);
    const signedIn = gates.filter((gate) => gate.policy === "signed-in").map((gate) => `${gate.kind} ${gate.name}`);
    expect(signedIn.every((name) => forViewers.test(name))).toBe(true);
  });

  it.each(actions)("$name refuses a visitor before it looks at the input", async ({ name, action }) => {
    request.headers = new Headers();
    const isOpen = /signInAction|setUpAction/.test(name);
    expect((await action({ nonsense: true })).error?.code).toBe(isOpen ? "invalid-input" : "unauthenticated");
  });

  it.each(actions.filter(({ name }) => !/signInAction|setUpAction|signOutAction/.test(name)))(
    "$name refuses a viewer",
    async ({ action }) => {
      request.headers = new Headers({ cookie: cookies.get("viewer") ?? "" });
      expect((await action({ nonsense: true })).error?.code).toBe("forbidden");
    },
  );

  it.each(routes)("$name refuses a visitor", async (route) => {
    request.headers = new Headers();
    expect(await statusOf(route)).toBe(401);
  });

  it.each(routes.filter(({ name }) => name.startsWith("POST") && !name.includes("webhooks")))(
    "$name refuses a viewer",
    async (route) => {
      request.headers = new Headers({ cookie: cookies.get("viewer") ?? "" });
      expect(await statusOf(route)).toBe(403);
    },
  );

  it.each(routes.filter(({ name }) => name.startsWith("GET")))("$name lets a viewer read", async (route) => {
    request.headers = new Headers({ cookie: cookies.get("viewer") ?? "" });
    // A read of something that is not there: admitted, then not found.
    expect([200, 404, 400]).toContain(await statusOf(route));
  });
});
