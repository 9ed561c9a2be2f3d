import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectVisibleFocus } from "./fixtures/accessible";
import { shown } from "./fixtures/shown";
import { expectSound } from "./fixtures/sound";
import { startWorld } from "./fixtures/world";

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const views = {
  library: "/runbooks",
  found: "/runbooks?q=memory+pod&severity=P1",
  nothing: "/runbooks?q=zeppelin&stale=12",
  uncovered: "/runbooks?view=alerts",
  runbook: "/runbooks/sie-memory-oom",
  notes: "/runbooks/tickstorm-high-memory#diagnosis-steps",
  history: "/runbooks/changed/history",
  first: "/runbooks/changed/history?revision=1",
  unreadable: "/runbooks/unreadable",
  stated: "/runbooks/stated",
  part: "/runbooks/long?part=2",
} as const;

/** What front matter states, beside what was inferred and what is written. */
const stated = `---
headroom:
  severity: P1
  impacts: [Orders are lost]
  thresholds: [memory > 80% for 5 minutes]
  phases: { Odd things happen: diagnosis }
  timeBoxes: { Odd things happen: 10m }
  steps: { Look at the pods: { expect: [memory < 80% of limit], decide: [{ if: memory jumped, goTo: Sudden growth }] } }
  operations: { Look at the pods: { mode: by-hand, because: the bastion only } }
  escalation: [{ title: On-call, after: 15m }]
  checklist: [memory below 80% of limit, { text: Tell the shop, mandatory: false }]
---
# Shop is slow

## Odd things happen

\`\`\`bash
# Look at the pods
kubectl top pod <pod-name> -n shop
\`\`\`

- Run \`curl -s https://shop.internal/healthz\`

## Sudden growth

Restart it.
`;

/** The views that stand for the others: each costs a second or two. */
const judged: ReadonlySet<string> = new Set(["library", "uncovered", "runbook", "history", "stated", "unreadable"]);

async function keep(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/screens/library-${name}.png` });
}

async function lookAtViews(page: Page, url: string, size: string): Promise<void> {
  for (const [name, address] of Object.entries(views)) {
    await page.goto(`${url}${address}`);
    await page.waitForLoadState("networkidle");
    await expectSound(page, `${name}, ${size}`);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      if (size === "desktop" && judged.has(name)) {
        await expectAccessible(page, `${name}, ${colorScheme}`, colorScheme === "dark" ? "contrast" : "all");
      }
      await keep(page, `${size}-${colorScheme}-${name}`);
    }
  }
}

test("the library's screens are kept as pictures, light and dark, desktop and phone", async ({ page }) => {
  test.setTimeout(600_000);
  const folder = await mkdtemp(path.join(tmpdir(), "headroom-runbooks-"));
  await cp("runbooks", folder, { recursive: true });
  const changed = path.join(folder, "changed.md");
  await writeFile(changed, "# Changed\n\n## Diagnosis\n\n```bash\n# List\nkubectl get pods\n```\n");
  await writeFile(path.join(folder, "unreadable.md"), Buffer.from("# Caf\u00e9\n", "latin1"));
  await writeFile(path.join(folder, "stated.md"), stated);
  const steps = Array.from({ length: 600 }, (_, at) => `## Step ${at + 1}\n\nWords of step ${at + 1}.\n`);
  await writeFile(path.join(folder, "long.md"), `# Long\n\n${steps.join("\n")}`);
  const world = await startWorld({ RUNBOOKS_DIR: folder });
  const labels = { namespace: "sie", deployment: "sie-api", cluster: "practice-range" };
  try {
    await world.alert([{ labels: { ...labels, alertname: "ContainerMemoryHigh" }, fingerprint: "uncovered" }]);
    await page.goto(`${world.url}/sign-in`);
    await page.getByRole("textbox", { name: "E-mail" }).fill("admin@headroom.demo");
    await page.locator("input[type=password]:visible").fill("headroom-demo");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`${world.url}/`);
    await page.goto(`${world.url}/runbooks/changed`);
    await writeFile(changed, "# Changed\n\n## Diagnosis\n\n```bash\n# List all\nkubectl get pods -A\n```\n");
    await expect(shown(page, "This runbook changed. You see the text before.")).toBeVisible();
    await keep(page, "changed");
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      await lookAtViews(page, world.url, size);
      for (const name of ["library", "runbook", "history"] as const) {
        await page.goto(`${world.url}${views[name]}`);
        await expectVisibleFocus(page, 15);
      }
      await page.goto(`${world.url}/runbooks`);
      await page.getByRole("button", { name: "Upload", exact: true }).click();
      await page.getByLabel("Markdown file").setInputFiles({
        name: "old.adoc",
        mimeType: "text/plain",
        buffer: Buffer.from("= Old\n"),
      });
      await page.getByRole("button", { name: "Upload runbook" }).click();
      await expect(page.getByRole("alert").filter({ hasText: "old.adoc" })).toBeVisible();
      await expectSound(page, `upload on ${size}`);
      await keep(page, `${size}-upload`);
    }
  } finally {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
