import { defineConfig } from "@playwright/test";

const executablePath = process.env["CHROMIUM_PATH"];

/** Journeys in a real browser, against the production build and the practice range. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  globalSetup: "./e2e/fixtures/template.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  // For a machine that is busy: what is true at once is not waited for.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env["CI"] !== undefined,
  projects: [
    { name: "range", testIgnore: "cluster-journey.spec.ts" },
    // Pods that come and go change the machine's network, which ends what any browser on it has under way.
    { name: "cluster", testMatch: "cluster-journey.spec.ts", dependencies: ["range"] },
  ],
  use: {
    timezoneId: "Asia/Kathmandu",
    locale: "en-GB",
    actionTimeout: 30_000,
    // `--trace on` shows what happened; kept for every journey, it takes a good part of the machine.
    screenshot: "only-on-failure",
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
