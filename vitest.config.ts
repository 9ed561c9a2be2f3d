import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const TESTS = "**/*.test.{ts,tsx,mjs}";
const core = `lib/core/${TESTS}`;
/** What acts on other programs, and mostly waits for them: `npm test` runs these beside all the rest. */
const acting = [
  ...["docker", "http", "kubernetes", "prometheus", "redis", "sandbox", "sql", "ssh"].map(
    (name) => `lib/adapters/${name}/${TESTS}`,
  ),
  `lib/features/command/${TESTS}`,
  `cli/${TESTS}`,
];

export default defineConfig({
  resolve: {
    alias: {
      "@": fileURLToPath(new URL(".", import.meta.url)),
      // What Next's bundler takes for server code.
      "next/navigation": "next/dist/client/components/navigation.react-server.js",
    },
  },
  ssr: { resolve: { conditions: ["react-server", "node"] } },
  test: {
    projects: [
      { extends: true, test: { name: "acting", include: acting } },
      // Pure functions share what was loaded and compiled for the file before: a quarter of the time.
      { extends: true, test: { name: "core", include: [core], isolate: false } },
      {
        extends: true,
        test: {
          name: "code",
          include: [`{lib,cli,range,scripts,runbooks,components}/${TESTS}`],
          exclude: [core, ...acting],
        },
      },
    ],
    // A zone with an odd offset: code that forgets a zone fails everywhere.
    env: { TZ: "Asia/Kathmandu" },
    globalSetup: ["lib/adapters/database/testing/global-setup.ts"],
    // For a machine that is busy: what is true at once is not waited for.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Of the tests that say they may run at once, most wait for another program or for a cluster.
    maxConcurrency: 4,
  },
});
