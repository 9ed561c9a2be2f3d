import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { shown } from "./fixtures/shown";
import { startWorld } from "./fixtures/world";
import { Room } from "./pages/room";

const labels = { alertname: "SlowSteps", namespace: "sie", deployment: "sie-api", cluster: "practice-range" };

test("a runbook that changed meanwhile shows the difference, and the incident moves to it", async ({ page }) => {
  const folder = await mkdtemp(path.join(tmpdir(), "headroom-runbooks-"));
  await cp("e2e/runbooks", folder, { recursive: true });
  const world = await startWorld({ RUNBOOKS_DIR: folder });
  try {
    await world.alert([{ labels, fingerprint: "revision" }]);
    await page.goto(`${world.url}/sign-in`);
    await page.getByRole("textbox", { name: "E-mail" }).fill("responder@headroom.demo");
    await page.locator("input[type=password]:visible").fill("headroom-demo");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`${world.url}/`);
    await page.goto(`${world.url}/incidents/1`);
    const room = new Room(page);
    await room.isLive();
    await expect(room.step("List the pods")).toBeVisible();
    await expect(page.getByText("The runbook changed")).toHaveCount(0);

    const reader = await page.context().newPage();
    await reader.goto(`${world.url}/runbooks/slow-steps`);
    await expect(reader.getByText("List the pods").first()).toBeVisible();

    // Nobody reloads anything from here on: both pages are told.
    const file = path.join(folder, "slow-steps.md");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("# List the pods", "# List every pod"));
    await expect(shown(page, "The runbook changed since this incident opened.")).toBeVisible();
    await page.screenshot({ path: "test-results/screens/revision-told.png" });
    await expect(shown(reader, "This runbook changed. You see the text before.")).toBeVisible();
    await expect(reader.getByText("List every pod")).toHaveCount(0);
    await reader.getByRole("button", { name: "Show the new text" }).click();
    await expect(reader.getByText("List every pod").first()).toBeVisible();
    await expect(reader.getByText("This runbook changed.")).toHaveCount(0);
    await reader.close();
    await page.getByRole("button", { name: "See what changed…" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("− # List the pods")).toBeVisible();
    await expect(dialog.getByText("+ # List every pod")).toBeVisible();
    await page.screenshot({ path: "test-results/screens/revision.png" });
    await dialog.getByRole("button", { name: "Move this incident to the new text" }).click();
    await expect(room.step("List every pod")).toBeVisible();
    await expect(page.getByText("The runbook changed")).toHaveCount(0);
  } finally {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
