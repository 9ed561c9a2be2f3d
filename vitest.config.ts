import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

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
    include: ["{lib,cli,range,scripts,runbooks,components}/**/*.test.{ts,tsx,mjs}"],
    // A zone with an odd offset: code that forgets a zone fails everywhere.
    env: { TZ: "Asia/Kathmandu" },
    globalSetup: ["lib/adapters/database/testing/global-setup.ts"],
    // For a machine that is busy: what is true at once is not waited for.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Of the tests that say they may run at once, most wait for another program or for a cluster.
    maxConcurrency: 10,
  },
});
