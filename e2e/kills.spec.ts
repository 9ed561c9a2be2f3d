import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { startWorld, type World } from "./fixtures/world";
import { Room } from "./pages/room";

/** `npm run soak` asks for ten. */
const rounds = Number(process.env["KILL_ROUNDS"] ?? 3);

let seed = 20_261_123;
/** The same "random" moments in every run. */
function next(below: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed % below;
}

async function signIn(page: Page, world: World): Promise<void> {
  await page.goto(`${world.url}/sign-in`);
  await page.getByRole("textbox", { name: "E-mail" }).fill("responder@headroom.demo");
  await page.locator("input[type=password]:visible").fill("headroom-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${world.url}/`);
}

const labels = {
  alertname: "SlowSteps",
  namespace: "sie",
  deployment: "sie-api",
  severity: "warning",
  cluster: "practice-range",
};

/** Sends alerts until told to stop; gives those that were acknowledged with 200. */
async function sendAlerts(
  world: World,
  { round, signal }: { readonly round: number; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  for (let index = 0; !signal.aborted && index < 200; index += 1) {
    const pod = `mark-${round}-${index}`;
    const answer = await world.alert([{ labels: { ...labels, pod }, fingerprint: pod }]).catch(() => null);
    if (answer?.ok) {
      acknowledged.push(pod);
    }
  }
  return acknowledged;
}

test("after kill -9 nothing acknowledged is missing, nothing ran twice, and unfinished runs say so", async ({
  page,
}) => {
  test.setTimeout(120_000 + rounds * 120_000);
  const world = await startWorld({ RUNBOOKS_DIR: path.resolve("e2e/runbooks") });
  try {
    expect((await world.alert([{ labels: { ...labels, pod: "first" }, fingerprint: "first" }])).status).toBe(200);
    await signIn(page, world);
    const room = new Room(page);
    const expected: string[] = ["first"];
    for (let round = 0; round < rounds; round += 1) {
      await page.goto(`${world.url}/incidents/1`);
      await room.isLive();
      // What the killed process left running is told apart first: until then another click would join it.
      await expect(page.getByRole("button", { name: /^Cancel/ })).toHaveCount(0);
      await expect(room.step("Wait for half a minute")).toHaveAccessibleName(round === 0 ? /^Pending/ : /^Interrupted/);
      await room.run("List the pods");
      await expect(page.getByText(/sie-api-\w+-\w+/).first()).toBeVisible();
      await room.run("Wait for half a minute");
      await expect(page.getByRole("button", { name: /^Cancel/ })).toBeVisible();
      await room.note(`note ${round} was seen`);
      await expect(room.timeline().getByText(`note ${round} was seen`)).toBeVisible();
      expected.push(`note ${round} was seen`);
      const stop = new AbortController();
      const sending = sendAlerts(world, { round, signal: stop.signal });
      await new Promise((resolve) => setTimeout(resolve, next(900)));
      await world.killAndRestart(round % 2 === 0 ? "app" : "postgres");
      stop.abort();
      expected.push(...(await sending));
    }
    await page.goto(`${world.url}/incidents/1`);
    await expect(page.getByText("Interrupted").first()).toBeVisible();
    const markdown = await (await page.request.get(`${world.url}/api/incidents/1/review.md`)).text();
    expect(markdown).toMatch(/All \d+ entries of the timeline verify/);
    const missing = expected.filter((mark) => !new RegExp(`${mark.replaceAll("-", "\\-")}\\b`).test(markdown));
    expect(missing).toEqual([]);
    const runs = markdown.split("## What was run")[1]?.split("##")[0] ?? "";
    expect(runs.match(/List the pods/g)).toHaveLength(rounds);
    expect(runs.match(/Wait for half a minute \| \w+ \| interrupted/g)).toHaveLength(rounds);
  } finally {
    await world.stop();
  }
});
