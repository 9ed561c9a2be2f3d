import { expect } from "@playwright/test";
import { shown } from "./fixtures/shown";
import { test } from "./fixtures/test";
import { Room } from "./pages/room";

const labels = (pod: string) => ({
  alertname: "MemoryOOM",
  namespace: "sie",
  pod,
  container: "worker",
  deployment: "sie-worker-nlp",
  severity: "critical",
  cluster: "practice-range",
});

test("an SIE incident goes from its alert to a signed review, with a second person following", async ({
  world,
  signedIn,
}) => {
  const pods = ["aaaaa", "bbbbb", "ccccc", "ddddd"].map((end) => `sie-worker-nlp-6fff9c7d4b-${end}`);
  const answers = await Promise.all(
    pods.map((pod) =>
      world.alert([
        {
          labels: labels(pod),
          annotations: { runbook_url: "https://git.example.com/runbooks/sie-memory-oom.md" },
          fingerprint: pod,
        },
      ]),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);

  const responder = new Room(await signedIn("responder"));
  const commander = new Room(await signedIn("commander"));
  await expect(shown(responder.page, "INC-1")).toBeVisible();
  await expect(responder.page.getByText("INC-2")).toHaveCount(0);
  await responder.open(1);
  await commander.open(1);

  await responder.button("Acknowledge").click();
  await expect(commander.page.getByRole("button", { name: "Mitigated" })).toBeVisible();

  await responder.run("Which pods were OOMKilled");
  await expect(commander.page.getByText("Which pods were OOMKilled").nth(1)).toBeVisible();
  await responder.run("How often each pod has restarted");
  await expect(responder.page.getByText(/sie-worker-nlp-\w+-\w+\s+\d+/).first()).toBeVisible();
  await responder.tick("How often each pod has restarted");
  await responder.run("Memory per pod, largest first");
  await expect(responder.page.getByText("MEMORY(bytes)")).toBeVisible();

  await responder.note("Started after the model release");
  await expect(commander.timeline().getByText("Started after the model release")).toBeVisible();

  await responder.run("Give the NLP worker a higher limit");
  await expect(responder.page.getByText("deployment.apps/sie-worker-nlp patched")).toBeVisible();
  await responder.run("A worker that takes less at once");
  await expect(responder.page.getByText("deployment.apps/sie-worker-nlp env updated")).toBeVisible();
  await responder.run("Twice the pods, half the memory");
  await expect(responder.page.getByText("deployment.apps/sie-worker-nlp scaled")).toBeVisible();
  await world.advance(240);

  await responder.button("Resolve…").click();
  await expect(responder.page.getByText("points are still to be signed")).toBeVisible();
  await responder.page.getByRole("link", { name: "Go to sign-off" }).click();
  await expect(responder.page.getByText(/passed.*highest \d+ % of limit/i)).toBeVisible({ timeout: 120_000 });

  const waive = responder.page.getByRole("listitem").filter({ hasText: "No OOMKilled container" });
  await waive.getByRole("button", { name: "Waive…" }).click();
  await responder.page.getByLabel("Why?").fill("The window is half an hour; memory is level");
  await responder.page.getByRole("dialog").getByRole("button", { name: "Waive" }).click();
  for (const text of ["Memory usage is below 80%", "The root cause has a name", "A ticket for the permanent fix"]) {
    await responder.page.getByRole("listitem").filter({ hasText: text }).getByRole("button", { name: /^Sign/ }).click();
    await expect(
      responder.page.getByRole("listitem").filter({ hasText: text }).getByText("Robin Responder"),
    ).toBeVisible();
  }

  await responder.open(1);
  await responder.button("Resolve…").click();
  await responder.page.getByLabel("What ended it").fill("Smaller batches and more pods");
  await responder.page.getByRole("dialog").getByRole("button", { name: "Resolve", exact: true }).click();
  await expect(commander.page.getByText("Resolved").first()).toBeVisible();

  await responder.page.goto("/incidents/1/review");
  await expect(responder.page.getByText(/All \d+ entries of the timeline verify/).first()).toBeVisible();
  await expect(responder.page.getByText("Started after the model release").first()).toBeVisible();
  const markdown = await (await responder.page.request.get("/api/incidents/1/review.md")).text();
  expect(markdown).toContain("# INC-1: SIE Memory OOM");
  expect(markdown).toContain("kubectl scale deploy/sie-worker-nlp -n sie --replicas=4");
  expect(markdown).toContain("- [x] The root cause has a name");
});
