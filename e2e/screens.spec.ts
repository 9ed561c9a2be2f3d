import { expect } from "@playwright/test";
import { expectSound } from "./fixtures/sound";
import { test } from "./fixtures/test";
import { Room } from "./pages/room";

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const pages = [
  "/",
  "/incidents/1",
  "/incidents/1/sign-off",
  "/incidents/1/review",
  "/runbooks",
  "/runbooks/sie-memory-oom",
  "/admin",
] as const;

test("every screen is kept as a picture, light and dark, desktop and phone", async ({ world, signedIn }) => {
  await world.alert([
    {
      labels: {
        alertname: "MemoryOOM",
        namespace: "sie",
        deployment: "sie-worker-nlp",
        severity: "critical",
        cluster: "practice-range",
      },
      annotations: { runbook_url: "x/sie-memory-oom.md" },
      fingerprint: "screens",
    },
  ]);
  const page = await signedIn("admin");
  const room = new Room(page);
  await room.open(1);
  await room.run("Memory per pod, largest first");
  await expect(page.getByText("MEMORY(bytes)")).toBeVisible();
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const path of pages) {
      await page.goto(path);
      await page.waitForLoadState("networkidle").catch(() => undefined);
      await expectSound(page, `${path} on ${size}`);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `test-results/screens/${size}-${colorScheme}${path.replaceAll("/", "_")}.png` });
      }
    }
  }
});
