import { fileURLToPath } from "node:url";
import { afterAll, beforeAll } from "vitest";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { bundle } from "../../../../scripts/bundle.mjs";
import { createSandbox, type Sandbox } from "../sandbox";
import type { SandboxRequest } from "../sandbox-run";

export const CHILD_BUNDLE = "dist/sandbox-child.mjs";
export const childPath = fileURLToPath(new URL(`../../../../${CHILD_BUNDLE}`, import.meta.url));

/** A sandbox of the child as it is shipped, for the tests of one file. */
export function bundledSandbox(
  options: Omit<Parameters<typeof createSandbox>[0], "childPath"> = {},
): Pick<Sandbox, "run"> {
  let sandbox: Sandbox;
  beforeAll(async () => {
    await bundle([CHILD_BUNDLE]);
    sandbox = createSandbox({ childPath, ...options });
  });
  afterAll(() => sandbox.close());
  return { run: (request) => sandbox.run(request) };
}

/** A run of nothing with nothing: a test says what it is about. */
export const bareRequest: SandboxRequest = {
  script: "true",
  variables: {},
  commands: [],
  grant: bareGrant,
  signal: new AbortController().signal,
  onOutput: () => undefined,
};
