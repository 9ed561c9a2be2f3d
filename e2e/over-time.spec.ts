import { expect } from "@playwright/test";
import { test } from "./fixtures/test";
import { Room } from "./pages/room";

test.use({ runbooks: "e2e/runbooks" });

const labels = { alertname: "DayLong", namespace: "sie", deployment: "sie-api", cluster: "practice-range" };

test("a loop over hours is recorded, goes on after kill -9, and stops on the button", async ({ world, signedIn }) => {
  await world.alert([{ labels, fingerprint: "day" }]);
  const page = await signedIn("responder");
  const room = new Room(page);
  await room.open(1);
  await room.choose("Sample the memory over a day");
  const card = page.getByRole("region", { name: "Step", exact: true }).getByRole("article");
  await expect(card.getByRole("button", { name: /^Run\b/ })).toHaveCount(0);
  await card.getByRole("button", { name: "Record…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("288 samples")).toBeVisible();
  await expect(dialog.getByLabel("A sample every")).toHaveValue("300");
  await expect(dialog.getByLabel("For")).toHaveValue("86400");
  await dialog.getByLabel("A sample every").selectOption("10");
  await dialog.getByLabel("For").selectOption("900");
  await dialog.getByRole("button", { name: "Start recording" }).click();
  const recording = page.getByRole("region", { name: "Recording" });
  await expect(recording.getByText("every 10 s, 1 sample", { exact: true })).toBeVisible();
  await expect(recording.getByText(/^sample 1\s/)).toContainText("MEMORY(bytes)");
  for (const size of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: `test-results/screens/recording-${size.width}.png` });
  }
  await page.setViewportSize({ width: 1440, height: 900 });

  await world.killAndRestart("app");
  await page.reload();
  await room.isLive();
  await room.choose("Sample the memory over a day");
  await expect(recording.getByText(/every 10 s, ([2-9]|\d\d) samples/)).toBeVisible({ timeout: 90_000 });
  await expect(recording.getByText(/^sample ([2-9]|\d\d)\s/)).toContainText("MEMORY(bytes)");
  await recording.getByText("Figures beside sample 1").click();
  await expect(recording.getByText(/They share no figures|All \d+ figures are the same/)).toHaveCount(0);
  await expect(recording.getByRole("table", { name: "Figures that changed" })).toBeVisible();
  await recording.getByRole("button", { name: "Stop recording" }).click();
  await expect(recording.getByText("Stopped")).toBeVisible();
  await expect(room.timeline().getByText(/recording stopped after ([2-9]|\d\d) samples/)).toBeVisible();

  const all = await page.request.get(
    await recording.getByRole("link", { name: "Download all" }).getAttribute("href").then(String),
  );
  expect(await all.text()).toMatch(/^# \d{4}-.* exit 0\nsample 1\n[\s\S]*\n# .* exit 0\nsample 2\n/);
});

test("a time to look on for is a clock that another browser sees too", async ({ world, signedIn }) => {
  await world.alert([{ labels, fingerprint: "day" }]);
  const page = await signedIn("responder");
  const room = new Room(page);
  await room.open(1);
  await room.choose("Monitor the pods for 15 minutes");
  await page.getByRole("button", { name: "Start a timer of 15 min" }).click();
  await expect(page.getByText("Watching for 15 min")).toBeVisible();
  const other = await signedIn("commander");
  await new Room(other).open(1);
  await other.getByRole("button", { name: /Timer of Monitor the pods/ }).click();
  await expect(other.getByRole("heading", { name: "Monitor the pods for 15 minutes", level: 2 })).toBeVisible();
  await other.screenshot({ path: "test-results/screens/timer.png" });
  await other.getByRole("button", { name: "Put away" }).click();
  await expect(page.getByText("Watching for 15 min")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Start a timer of 15 min" })).toBeVisible();
});
