import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Range } from "../range.ts";
import { startTestRange, steer } from "../testing/start-test-range.ts";

const PROGRAM = "kubectl";

function isInstalled(): boolean {
  try {
    execFileSync(PROGRAM, ["version", "--client"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

let range: Range;
let folder: string;

function kubectl(...args: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(
      "kubectl",
      ["--kubeconfig", join(folder, "config"), ...args],
      { timeout: 25_000 },
      (error, stdout, stderr) => {
        resolve({ stdout, stderr, exitCode: error === null ? 0 : Number(error.code ?? 1) });
      },
    );
  });
}

const has = isInstalled();

describe.skipIf(!has)(`the real kubectl${has ? "" : " (skipped: kubectl is not on the PATH)"}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "range-"));
    // Rollouts take simulated seconds: at this speed a test sees one end within the wall second.
    range = await startTestRange({ speed: 30, scenario: "calm" });
    writeFileSync(join(folder, "config"), range.kubeconfig);
  });

  afterAll(async () => {
    await range.close();
    rmSync(folder, { recursive: true });
  });

  it("prints pods with its own columns, narrow and wide", async () => {
    const narrow = await kubectl("get", "pods", "-n", "sie");
    expect(narrow.stdout).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE\n/);
    expect(narrow.stdout).toMatch(/^sie-api-[a-z0-9]{10}-[a-z0-9]{5} +1\/1 +Running +0 +30m$/m);
    const wide = await kubectl("get", "pods", "-n", "sie", "-o", "wide");
    expect(wide.stdout).toMatch(/AGE +IP +NODE +NOMINATED NODE +READINESS GATES\n/);
  });

  it("reads restart counts by the runbook's jsonpath", async () => {
    const path = '{range .items[*]}{.metadata.name}{"\\t"}{.status.containerStatuses[0].restartCount}{"\\n"}{end}';
    const { stdout } = await kubectl("get", "pods", "-n", "sie", "-o", `jsonpath=${path}`);
    expect(stdout.trim().split("\n")).toHaveLength(6);
    expect(stdout).toMatch(/^sie-worker-nlp-\S+\t\d+$/m);
  });

  it("sorts usage by memory", async () => {
    const { stdout } = await kubectl("top", "pods", "-n", "sie", "--sort-by=memory");
    const sizes = [...stdout.matchAll(/(\d+)Mi/g)].map(([, size]) => Number(size));
    expect(sizes).toHaveLength(6);
    expect(sizes).toEqual([...sizes].sort((left, right) => right - left));
  });

  it("runs a command in a deployment's pod and passes its exit code on", async () => {
    const metrics = await kubectl("exec", "-n", "sie", "deploy/sie-api", "--", "curl", "-s", "localhost:8000/metrics");
    expect(metrics.stdout).toContain("sie_memory_usage_bytes");
    expect(await kubectl("exec", "deploy/tickstorm", "--", "sh", "-c", "exit 5")).toMatchObject({ exitCode: 5 });
    const missing = await kubectl("exec", "deploy/tickstorm", "--", "nosuch");
    expect(missing.stderr).toContain('exec: "nosuch": executable file not found in $PATH');
  });

  it("prints the newest lines of a log", async () => {
    const { stdout } = await kubectl("logs", "-n", "sie", "deploy/sie-worker-nlp", "--tail=2", "--timestamps");
    expect(stdout).toMatch(/^(\d{4}-\d\d-\d\dT\S+Z .*\n){2}$/);
  });

  it("patches, rolls out, shows the history and undoes", async () => {
    const change = { containers: [{ name: "worker", resources: { limits: { memory: "4Gi" } } }] };
    const patch = JSON.stringify({ spec: { template: { spec: change } } });
    expect((await kubectl("patch", "deploy/sie-worker-nlp", "-n", "sie", "-p", patch)).stdout).toContain("patched");
    const status = await kubectl("rollout", "status", "deploy/sie-worker-nlp", "-n", "sie", "--timeout=20s");
    expect(status.stdout).toContain('deployment "sie-worker-nlp" successfully rolled out');
    const history = await kubectl("rollout", "history", "deploy/sie-worker-nlp", "-n", "sie");
    expect(history.stdout).toMatch(/^2 +<none>$/m);
    const undo = await kubectl("rollout", "undo", "deploy/sie-worker-nlp", "-n", "sie");
    expect(undo.stdout).toContain("rolled back");
    const limit = "jsonpath={.spec.template.spec.containers[0].resources.limits.memory}";
    expect((await kubectl("get", "deploy", "sie-worker-nlp", "-n", "sie", "-o", limit)).stdout).toBe("2Gi");
  });

  it("sets an environment variable and scales", async () => {
    const set = await kubectl("set", "env", "deploy/sie-worker-ocr", "-n", "sie", "OCR_BATCH_SIZE=5");
    expect(set.stdout).toBe("deployment.apps/sie-worker-ocr env updated\n");
    const scale = await kubectl("scale", "deploy/sie-worker-ocr", "-n", "sie", "--replicas=3");
    expect(scale.stdout).toBe("deployment.apps/sie-worker-ocr scaled\n");
    await kubectl("rollout", "status", "deploy/sie-worker-ocr", "-n", "sie", "--timeout=20s");
    const env = await kubectl("set", "env", "deploy/sie-worker-ocr", "-n", "sie", "--list");
    expect(env.stdout).toContain("OCR_BATCH_SIZE=5");
    expect((await kubectl("get", "deploy", "sie-worker-ocr", "-n", "sie")).stdout).toMatch(/3\/3 +3 +3/);
  });

  it("forwards a port to the application", async () => {
    const args = ["--kubeconfig", join(folder, "config"), "port-forward", "deploy/tickstorm", ":9090"];
    const forward = spawn(PROGRAM, args, { stdio: ["ignore", "pipe", "ignore"] });
    const [line] = await once(forward.stdout, "data");
    const port = /127\.0\.0\.1:(\d+) -> 9090/.exec(String(line))?.[1];
    for (const path of ["health", "ready"]) {
      expect((await fetch(`http://127.0.0.1:${port}/${path}`)).status).toBe(200);
    }
    forward.kill();
    await once(forward, "exit");
  });

  it("waits for a deleted pod to be gone", async () => {
    const name = (await kubectl("get", "pods", "-l", "app=tickstorm", "-o", "name")).stdout.split("\n")[0] ?? "";
    expect((await kubectl("delete", name)).stdout).toContain("deleted");
    expect((await kubectl("get", name)).stderr).toContain("NotFound");
  });

  it("refuses a viewer's change in the API server's words and answers can-i", async () => {
    const denied = await kubectl("--context=range-viewer", "delete", "pod", "x", "-n", "sie");
    expect(denied.stderr).toBe(
      'Error from server (Forbidden): pods "x" is forbidden: User "range-viewer" cannot delete resource "pods" in API group "" in the namespace "sie"\n',
    );
    expect((await kubectl("auth", "can-i", "delete", "pods")).stdout).toBe("yes\n");
    expect((await kubectl("--context=range-viewer", "auth", "can-i", "delete", "pods")).stdout).toBe("no\n");
  });

  it("describes why a container ended, and shows the events", async () => {
    await steer(range, "/reset", { scenario: "sie-oom", seed: 1 });
    const described = await kubectl("describe", "pod", "-n", "sie", "-l", "app=sie-worker-nlp", "--show-events");
    expect(described.stdout).toMatch(/Last State: +Terminated\n +Reason: +OOMKilled\n +Exit Code: +137/);
    expect(described.stdout).toMatch(/Warning +BackOff .*Back-off restarting failed container worker/);
    const pods = await kubectl("get", "pods", "-n", "sie");
    expect(pods.stdout).toMatch(/sie-worker-nlp-\S+ +\d\/1 +\w+ +\d+ \(\d+\S* ago\)/);
  });
});
