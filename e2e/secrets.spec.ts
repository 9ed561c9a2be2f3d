import { gunzipSync } from "node:zlib";
import { expect } from "@playwright/test";
import { shown } from "./fixtures/shown";
import { test } from "./fixtures/test";
import { Room } from "./pages/room";

test.use({ runbooks: "e2e/runbooks" });

test("a secret in a command's output reaches neither the page nor the record, and the page says so", async ({
  world,
  signedIn,
}) => {
  const labels = { alertname: "PrintsSecrets", namespace: "sie", deployment: "sie-api", cluster: "practice-range" };
  await world.alert([{ labels, fingerprint: "secrets" }]);
  const page = await signedIn("responder");
  const asked = new Set<string>();
  page.on("request", (request) => request.url().includes("/output") && asked.add(request.url()));
  const room = new Room(page);
  await room.open(1);
  await room.run("Show the settings");
  await expect(page.getByText("DB_PASSWORD=[secret]")).toBeVisible();
  await expect(page.getByText("region=north")).toBeVisible();
  await expect(page.getByText("1 secret is not shown")).toBeVisible();
  await page.reload();
  await expect(shown(page, "DB_PASSWORD=[secret]")).toBeVisible();
  expect(asked.size).toBe(1);
  // Of an answer that the page reads as it comes, the browser keeps nothing to look at.
  const kept = await Promise.all([...asked].map(async (url) => (await page.request.get(url)).body()));
  const seen = [await page.content(), ...kept.map((packed) => gunzipSync(packed).toString())].join("\n");
  expect(seen).toContain("region=north");
  expect(seen).not.toContain("hunter2000");
});
