import { expect, type Request } from "@playwright/test";
import { test } from "./fixtures/test";
import { Room } from "./pages/room";

const alert = {
  labels: {
    alertname: "MemoryOOM",
    namespace: "sie",
    deployment: "sie-worker-nlp",
    severity: "critical",
    cluster: "practice-range",
  },
  annotations: { runbook_url: "x/sie-memory-oom.md" },
  fingerprint: "clicks",
};

test("a hundred clicks on one operation are one run", async ({ world, signedIn }) => {
  await world.alert([alert]);
  const page = await signedIn("responder");
  const room = new Room(page);
  await room.open(1);
  await room.choose("Memory per pod, largest first");
  await page
    .getByRole("button", { name: /^Run/ })
    .first()
    .evaluate((button) => {
      for (let click = 0; click < 100; click += 1) {
        (button as HTMLButtonElement).click();
      }
    });
  await expect(page.getByText("MEMORY(bytes)")).toBeVisible();
  const markdown = await (await page.request.get("/api/incidents/1/review.md")).text();
  expect(markdown.match(/^\| .*Memory per pod/gm)).toHaveLength(1);
});

test("a long title leaves the timeline where it is", async ({ world, signedIn }) => {
  const labels = { ...alert.labels, alertname: "MemoryOOM".repeat(20), deployment: "sie-api" };
  await world.alert([{ ...alert, labels, annotations: {} }]);
  const page = await signedIn("responder");
  await page.setViewportSize({ width: 1280, height: 800 });
  const room = new Room(page);
  await page.goto("/incidents/1");
  await room.isLive();
  await expect(page.getByText("MemoryOOMMemoryOOM").first()).toBeVisible();
  const box = await room.timeline().first().boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(1280);
});

test("eight tabs of one browser are all live, over one connection", async ({ world, signedIn }) => {
  await world.alert([alert]);
  const first = await signedIn("responder");
  const context = first.context();
  const streams = new Set<Request>();
  const isStream = (request: Request) => request.url().includes("/api/stream");
  context.on("request", (request) => isStream(request) && streams.add(request));
  context.on("requestfailed", (request) => streams.delete(request));
  const tabs = [first, ...(await Promise.all(Array.from({ length: 7 }, () => context.newPage())))];
  for (const tab of tabs) {
    await tab.goto("/incidents/1");
    await expect(tab.getByText("Timeline").first()).toBeVisible();
  }
  await new Room(first).note("All of you hear this");
  for (const tab of tabs) {
    await expect(new Room(tab).timeline().getByText("All of you hear this")).toBeVisible();
  }
  // One that takes over from another is open beside it until it carries what that one did.
  await expect.poll(() => streams.size).toBe(1);
});
