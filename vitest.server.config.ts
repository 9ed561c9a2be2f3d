import { defineConfig } from "vitest/config";

/** Tests of the built server as a process; `npm test` runs them after the build. */
export default defineConfig({
  test: {
    include: ["e2e/server/**/*.test.ts"],
    env: { TZ: "Asia/Kathmandu" },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
