import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { shown } from "./fixtures/shown";
import { startWorld, type World } from "./fixtures/world";
import { Room } from "./pages/room";

const filler = Array.from({ length: 30 }, (_, at) => `Paragraph ${at + 1} of what is only to be read.\n`).join("\n");
const source = `---
headroom:
  severity: P1
---

# Memory

Put <pod-name> wherever it says so, or go to [what helps](#3-what-helps).

## 1. Diagnosis (5 minutes)

\`\`\`bash
# Usage of the pod
# Expected: < 500MB
kubectl top pod <pod-name> -n sie
\`\`\`

If memory grows, go to What Helps.

- [ ] Did anybody deploy?

## 2. Reading

${filler}

## 3. What Helps

\`\`\`bash
# Restart
kubectl rollout restart deployment/sie-api -n sie
\`\`\`

${filler}

## Escalation

| Level | Who |
| --- | --- |
| L1 | on-call |
| L1 | on-call |
`;

let folder: string;
let world: World;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "headroom-runbooks-"));
  await writeFile(path.join(folder, "memory.md"), source);
  const steps = Array.from({ length: 600 }, (_, at) => `## Step ${at + 1}\n\nWords of step ${at + 1}.\n`);
  await writeFile(path.join(folder, "long.md"), `# Long\n\nOr go [to the end](#step-600).\n\n${steps.join("\n")}`);
  const looks = Array.from(
    { length: 500 },
    (_, at) => `## Look ${at + 1}\n\n\`\`\`bash\nkubectl get pods -n n${at + 1}\n\`\`\`\n`,
  );
  await writeFile(
    path.join(folder, "vast.md"),
    `---\nheadroom:\n  alerts: [Vast]\n---\n\n# Vast\n\n${looks.join("\n")}`,
  );
  world = await startWorld({ RUNBOOKS_DIR: folder });
});
test.afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

async function open(page: Page, slug = "memory", who = "viewer"): Promise<void> {
  await page.goto(`${world.url}/sign-in`);
  await page.getByRole("textbox", { name: "E-mail" }).fill(`${who}@headroom.demo`);
  await page.locator("input[type=password]:visible").fill("headroom-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${world.url}/`);
  await page.goto(`${world.url}/runbooks/${slug}`);
}

test("beside each place stands what was understood of it and why, and decisions lead on", async ({ page }) => {
  await open(page);
  const section = page.getByRole("region", { name: "1. Diagnosis (5 minutes)" });
  for (const words of [
    'inferred: the heading says "diagnos"',
    "step: the only command of its section",
    "runs here inferred: kubectl runs in the server",
    "read",
    "pod-name pod inferred: its name says so: pod-name",
    "expects compared with < 500MB",
    "acts on the incident's cluster, namespace sie inferred: no cluster is named",
    "step: a question: a person answers",
  ]) {
    await expect(section.getByText(words, { exact: true }).first(), words).toBeVisible();
  }
  await expect(shown(page, "front matter: severity", { exact: true })).toBeVisible();
  await expect(shown(page, "Put <pod-name> wherever it says so")).toBeVisible();
  await expect(section.locator("pre .hljs-comment").first()).toHaveText("# Usage of the pod");

  const contents = page.getByRole("navigation", { name: "Contents" });
  const marked = contents.locator("a[aria-current=location]");
  await section.getByRole("link", { name: "3. What Helps" }).click();
  await expect(page.getByRole("heading", { name: "3. What Helps" })).toBeInViewport();
  await expect(marked).toHaveText("3. What Helps");
  await page.keyboard.press("Home");
  await expect(marked).not.toHaveText("3. What Helps");
  await page.getByRole("link", { name: "what helps", exact: true }).click();
  await expect(page.getByRole("heading", { name: "3. What Helps" })).toBeInViewport();
  await contents.getByRole("link", { name: "2. Reading" }).click();
  await expect(marked).toHaveText("2. Reading");
});

test("on a phone notes and contents are folded, and unfold with a thumb", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  const section = page.getByRole("region", { name: "1. Diagnosis (5 minutes)" });
  const reason = section.getByText("runs here inferred: kubectl runs in the server");
  await expect(reason).toBeHidden();
  await section.getByText(/^diagnosis · 5 minutes · .*runs here/).click();
  await expect(reason).toBeVisible();

  const contents = page.getByRole("navigation", { name: "Contents" });
  await contents.getByRole("button", { name: /^Contents/ }).click();
  await contents.getByRole("link", { name: "3. What Helps" }).click();
  await expect(contents.getByRole("link")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "3. What Helps" })).toBeInViewport();
  await expect(contents.getByRole("button")).toHaveText(/3\. What Helps/);
});

test("a runbook too long for one page is read part by part, and every place of it is reached", async ({ page }) => {
  await open(page, "long");
  const heading = (number: number) => page.getByRole("heading", { name: `Step ${number}`, exact: true });
  const bar = page.getByRole("article").getByRole("navigation", { name: "Parts" });
  await expect(bar.first()).toContainText("Part 1 of 4");
  await expect(heading(1)).toBeVisible();
  expect(await page.getByRole("article").getByRole("heading").count()).toBeLessThan(300);

  await page.getByRole("link", { name: "to the end" }).click();
  await expect(heading(600)).toBeInViewport();
  await expect(page).toHaveURL(/[?]part=4#step-600$/);
  const contents = page.getByRole("navigation", { name: "Contents" });
  await contents.getByRole("link", { name: /^2[.] / }).click();
  await expect(bar.first()).toContainText("Part 2 of 4");
  await expect(heading(300)).toBeVisible();
  await contents.getByRole("link", { name: "Step 300", exact: true }).click();
  await expect(heading(300)).toBeInViewport();
  await bar.last().getByRole("link", { name: "Next part" }).click();
  await expect(heading(400)).toBeVisible();

  await page.goto("about:blank");
  await page.goto(`${world.url}/runbooks/long#step-420`);
  await expect(heading(420)).toBeInViewport();
});

test("the room of a runbook too long for one page has its checklist in parts, and a link opens the right one", async ({
  page,
}) => {
  await open(page, "vast", "responder");
  const labels = { alertname: "Vast", namespace: "sie", deployment: "sie-api", cluster: "practice-range" };
  expect((await world.alert([{ labels, fingerprint: "vast" }])).status).toBe(200);
  const room = new Room(page);
  await page.goto(`${world.url}/incidents/1`);
  await room.isLive();
  const checklist = page.getByRole("region", { name: "Checklist" });
  const parts = checklist.getByRole("navigation", { name: "Parts" });
  await expect(parts).toContainText("Part 1 of 16");
  expect(await checklist.getByRole("listitem").count()).toBeLessThan(100);
  await parts.getByRole("link", { name: "Next part" }).click();
  await expect(parts).toContainText("Part 2 of 16");
  await room.choose("kubectl get pods -n n50");
  await expect(page).toHaveURL(/[?]part=2#step=/);
  const link = page.url().replace("?part=2", "");
  await room.tick("kubectl get pods -n n50");
  await expect(room.step("kubectl get pods -n n50")).toHaveAccessibleName(/^Done/);

  await page.goto("about:blank");
  await page.goto(link);
  await expect(parts).toContainText("Part 2 of 16");
  await expect(page.getByRole("heading", { name: "kubectl get pods -n n50", level: 2 })).toBeVisible();
});
