import { expect } from "@playwright/test";
import { shown } from "./fixtures/shown";
import { test } from "./fixtures/test";
import { Room } from "./pages/room";

test("a wrong webhook token is one clear sentence, and opens nothing", async ({ world, signedIn }) => {
  const answer = await world.alert([{ labels: { alertname: "X" }, fingerprint: "x" }], "wrong");
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ ok: false, error: { message: "The credentials are missing or wrong." } });
  const page = await signedIn("viewer");
  await expect(shown(page, "Nothing is on fire.")).toBeVisible();
});

test("a visitor is led to the sign-in and told of a wrong password; a page that is not there says so", async ({
  world,
  browser,
  signedIn,
}) => {
  const visitor = await (await browser.newContext({ baseURL: world.url })).newPage();
  await visitor.goto("/incidents/1");
  await expect(visitor).toHaveURL(/\/sign-in$/);
  await visitor.getByRole("textbox", { name: "E-mail" }).fill("viewer@headroom.demo");
  await visitor.locator("input[type=password]:visible").fill("not-the-password");
  await visitor.getByRole("button", { name: "Sign in" }).click();
  await expect(shown(visitor, "The e-mail address or the password is wrong.")).toBeVisible();
  await visitor.context().close();
  const page = await signedIn("viewer");
  await page.goto("/incidents/999");
  await expect(shown(page, "There is nothing here")).toBeVisible();
  await page.goto("/runbooks/nosuch");
  await expect(shown(page, "There is nothing here")).toBeVisible();
});

test("until its scripts are there the sign-in sends nothing, and no password comes into the address", async ({
  page,
  world,
}) => {
  const visited: string[] = [];
  page.on(
    "request",
    (request) => request.isNavigationRequest() && visited.push(`${request.method()} ${request.url()}`),
  );
  // They are on their way for ever.
  await page.route("**/_next/static/chunks/*.js", () => undefined);
  await page.goto(`${world.url}/sign-in`, { waitUntil: "commit" });
  await page.getByRole("textbox", { name: "E-mail" }).fill("viewer@headroom.demo");
  await page.locator("input[type=password]:visible").fill("headroom-demo");
  await page.locator("input[type=password]:visible").press("Enter");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeDisabled();
  await page.getByRole("button", { name: "Sign in" }).click({ force: true });
  await page.reload({ waitUntil: "commit" });
  expect(visited).toEqual(Array(2).fill(`GET ${world.url}/sign-in`));
});

test("a page whose script got lost on the way is loaded again, and works", async ({ page, world }) => {
  let [scripts, navigations] = [0, 0];
  page.on("request", (request) => {
    navigations += request.isNavigationRequest() ? 1 : 0;
  });
  await page.route("**/_next/static/chunks/*.js", (route) => {
    scripts += 1;
    return scripts === 1 ? route.abort("connectionreset") : route.continue();
  });
  await page.goto(`${world.url}/sign-in`);
  await expect.poll(() => navigations).toBe(2);
  await page.waitForLoadState();
  await page.getByRole("textbox", { name: "E-mail" }).fill("viewer@headroom.demo");
  await page.locator("input[type=password]:visible").fill("headroom-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${world.url}/`);
});

test("an alert that no runbook fits opens an incident that asks for one", async ({ world, signedIn }) => {
  const labels = {
    alertname: "SomethingOdd",
    namespace: "sie",
    deployment: "sie-api",
    severity: "warning",
    cluster: "practice-range",
  };
  expect((await world.alert([{ labels, fingerprint: "odd" }])).status).toBe(200);
  const page = await signedIn("responder");
  await page.getByRole("link", { name: /SomethingOdd/ }).click();
  await expect(shown(page, "Which runbook?")).toBeVisible();
  await page.getByText("Memory OOM", { exact: true }).click();
  await expect(page.getByText("Which pods were OOMKilled").first()).toBeVisible();
});

test("a cluster that refuses and a Prometheus that is down are said where the person looks", async ({
  world,
  signedIn,
}) => {
  const labels = {
    alertname: "MemoryOOM",
    namespace: "sie",
    deployment: "sie-worker-nlp",
    severity: "critical",
    cluster: "practice-range",
  };
  await world.alert([{ labels, annotations: { runbook_url: "x/sie-memory-oom.md" }, fingerprint: "down" }]);
  const page = await signedIn("responder");
  await page
    .getByRole("link", { name: /SIE Memory OOM/ })
    .first()
    .click();
  await page.waitForURL(/incidents\/\d+/);
  const room = new Room(page);
  await world.fault({ prometheus: "down", kubernetes: "403" });
  await page.reload();
  await expect(page.getByText(/Prometheus at .* (cannot be reached|is not a Prometheus|did not answer)/)).toBeVisible();
  await room.run("Which pods were OOMKilled");
  await expect(page.getByText(/Error from server \(Forbidden\)/)).toBeVisible();
  await room.note("Still usable");
  await expect(room.timeline().getByText("Still usable")).toBeVisible();
  await world.fault({ prometheus: "ok", kubernetes: "ok" });
});

test("a viewer reads, and every button says why it is off", async ({ world, signedIn }) => {
  const labels = {
    alertname: "MemoryOOM",
    namespace: "sie",
    deployment: "sie-worker-ocr",
    severity: "critical",
    cluster: "practice-range",
  };
  await world.alert([{ labels, annotations: { runbook_url: "x/sie-memory-oom.md" }, fingerprint: "viewer" }]);
  const page = await signedIn("viewer");
  await page.getByRole("link", { name: /sie-worker-ocr/ }).click();
  await page.waitForURL(/incidents\/\d+/);
  await expect(page.getByText("Which pods were OOMKilled").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Acknowledge/ })).toBeDisabled();
});
