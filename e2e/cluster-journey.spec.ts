import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { freePort } from "../scripts/shared/free-port.mjs";
import { Room } from "./pages/room";
import { startServer } from "./server/server-process";

const execute = promisify(execFile);
const kubeconfig = process.env["TEST_KUBECONFIG"];
const NAMESPACE = "sie-e2e";
const EDITIONS = "e2e/cluster/runbooks";

/** The test's edition of the runbook, with its namespace: the cluster's own demo lives in `sie`. */
async function ownRunbooks(folder: string): Promise<void> {
  for (const name of await readdir(EDITIONS)) {
    const text = await readFile(path.join(EDITIONS, name), "utf8");
    await writeFile(path.join(folder, name), text.replaceAll("-n sie ", `-n ${NAMESPACE} `));
  }
}

/** How often the API server was asked to make a change to the workload, by its audit log. */
async function changesMade(cluster: string): Promise<number> {
  const log = await readFile(path.join(cluster, "logs/audit.log"), "utf8");
  return log
    .split("\n")
    .filter(
      (line) =>
        line.includes(`"namespace":"${NAMESPACE}"`) &&
        line.includes('"verb":"patch"') &&
        line.includes("fieldManager=kubectl-") &&
        line.includes("ResponseComplete"),
    ).length;
}

test.skip(kubeconfig === undefined, "needs a real Kubernetes: TEST_KUBECONFIG");

test("the same incident on a real Kubernetes, from the real Alertmanager to the review", async ({ page }) => {
  test.setTimeout(600_000);
  const cluster = path.dirname(kubeconfig ?? "");
  const folder = await mkdtemp(path.join(tmpdir(), "headroom-cluster-"));
  const state = path.join(folder, "state");
  const runbooks = await mkdtemp(path.join(folder, "runbooks-"));
  await ownRunbooks(runbooks);
  const [port, firstPort, token] = [await freePort(), 26_620, randomBytes(24).toString("hex")];
  const url = `http://127.0.0.1:${port}`;
  const place = [
    "--cluster",
    cluster,
    "--state",
    state,
    "--sie-namespace",
    NAMESPACE,
    "--tickstorm-namespace",
    NAMESPACE,
  ];
  await writeFile(
    path.join(folder, "headroom.yaml"),
    JSON.stringify({
      clusters: [{ name: "real", kubeconfig, prometheusUrl: `http://127.0.0.1:${firstPort + 1}`, colour: "teal" }],
    }),
  );
  const server = startServer(port, {
    HEADROOM_DATA: folder,
    HEADROOM_DEMO: "1",
    HEADROOM_DEMO_ALERT_TOKEN: token,
    HEADROOM_CONFIG: path.join(folder, "headroom.yaml"),
    RUNBOOKS_DIR: runbooks,
    DATABASE_URL: "",
    KUBECONFIG: "",
  });
  try {
    await server.healthy();
    const before = await changesMade(cluster);
    await execute(process.execPath, [
      "e2e/cluster/up.mjs",
      ...place,
      "--port",
      String(firstPort),
      "--webhook",
      `${url}/api/webhooks/alertmanager`,
      "--token",
      token,
    ]);

    await page.goto(`${url}/sign-in`);
    await page.getByRole("textbox", { name: "E-mail" }).fill("responder@headroom.demo");
    await page.locator("input[type=password]:visible").fill("headroom-demo");
    await page.getByRole("button", { name: "Sign in" }).click();
    // The worker leaks until the kernel kills it; the real Alertmanager then opens the incident.
    await page.getByRole("link", { name: /SIE Memory OOM/ }).click({ timeout: 240_000 });
    await page.waitForURL(/incidents\/\d+/);
    const number = Number(/incidents\/(\d+)/.exec(page.url())?.[1]);
    const room = new Room(page);
    await room.isLive();
    await room.button("Acknowledge").click();

    await room.run("How often each pod has restarted");
    await expect(page.getByText(/sie-worker-nlp-\w+-\w+\s+\d+/).first()).toBeVisible();
    await room.run("Why the last container ended");
    await expect(page.getByText(/Last State/).nth(1)).toBeVisible();
    await room.run("Memory per pod, largest first");
    await expect(page.getByText("MEMORY(bytes)")).toBeVisible();
    await room.run("Memory as the application itself");
    await expect(page.getByText(/sie_memory\w*/).nth(1)).toBeVisible();
    await room.run("Give the NLP worker a higher limit");
    await expect(page.getByText("deployment.apps/sie-worker-nlp patched")).toBeVisible();
    await room.run("A worker that takes less at once");
    await expect(page.getByText("deployment.apps/sie-worker-nlp env updated")).toBeVisible();

    await page.goto(`${url}/incidents/${number}/sign-off`);
    await expect(page.getByText(/passed.*highest \d+ % of limit/i)).toBeVisible({ timeout: 180_000 });
    await expect(page.getByText(/passed.*OOM kill/i)).toBeVisible({ timeout: 180_000 });
    for (const text of [
      "No OOMKilled container",
      "Memory usage is below 80%",
      "The root cause has a name",
      "A ticket for the permanent fix",
    ]) {
      const item = page.getByRole("listitem").filter({ hasText: text });
      await item.getByRole("button", { name: /^Sign/ }).click();
      await expect(item.getByText("Robin Responder")).toBeVisible();
    }
    await page.goto(`${url}/incidents/${number}`);
    await room.isLive();
    await room.button("Resolve…").click();
    await page.getByRole("dialog").getByRole("button", { name: "Resolve", exact: true }).click();
    await page.goto(`${url}/incidents/${number}/review`);
    await expect(page.getByText(/All \d+ entries of the timeline verify/).first()).toBeVisible();
    // One patch of the limit, two of the environment: each reached the API once.
    expect((await changesMade(cluster)) - before).toBe(3);
  } finally {
    await server.end("SIGTERM");
    await execute(process.execPath, ["e2e/cluster/down.mjs", ...place, "--delete"]);
    await execute("kubectl", [
      "--kubeconfig",
      kubeconfig ?? "",
      "delete",
      "namespace",
      NAMESPACE,
      "--wait=false",
      "--ignore-not-found",
    ]);
    await rm(folder, { recursive: true, force: true });
  }
});
