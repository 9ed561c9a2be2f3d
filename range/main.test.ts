import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { parseRangeArguments } from "./arguments.ts";

const addresses = z.object({
  kubernetesUrl: z.url(),
  prometheusUrl: z.url(),
  controlUrl: z.url(),
  kubeconfig: z.string(),
});

const state = z.object({ scenario: z.string(), pods: z.array(z.object({ name: z.string() })) });

it("starts, prints where it listens, writes a kubeconfig and ends with its parent", async () => {
  const folder = mkdtempSync(join(tmpdir(), "range-"));
  const kubeconfig = join(folder, "kubeconfig");
  const main = new URL("main.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [main, "--kubeconfig", kubeconfig, "--scenario", "calm"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  const [line] = await once(child.stdout, "data");
  const at = addresses.parse(JSON.parse(String(line)));
  expect(readFileSync(kubeconfig, "utf8")).toContain(at.kubernetesUrl);
  const seen = state.parse(await (await fetch(`${at.controlUrl}/state`)).json());
  expect(seen.scenario).toBe("calm");
  expect(seen.pods).toHaveLength(10);
  child.stdin.end();
  expect(await exit).toEqual([0, null]);
  rmSync(folder, { recursive: true });
});

it.each([
  [["--port", "x"], "--port"],
  [["--speed", "0"], "--speed"],
  [["--scenario", "storm"], "sie-oom, tickstorm-high-memory, calm"],
])("refuses %j and says why", (argv, reason) => {
  expect(() => parseRangeArguments(argv)).toThrow(reason);
});
