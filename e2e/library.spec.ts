import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { hydrated } from "./fixtures/hydrated";
import { shown } from "./fixtures/shown";
import { startWorld, type World } from "./fixtures/world";

let folder: string;
let world: World;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "headroom-runbooks-"));
  await writeFile(
    path.join(folder, "disk.md"),
    "# Disk is full\n\n**Severity:** P2\n\n**System:** Store\n\n## Diagnosis\n\n```bash\n# Largest folders\ndu -xh /var | sort -h\n```\n",
  );
  await writeFile(
    path.join(folder, "memory.md"),
    "# Memory runs out\n\n**Severity:** P1\n\n**Alert:** MemoryOOM\n\n## Mitigation\n\n```bash\n# Memory per pod\nkubectl top pod -n sie\n```\n",
  );
  world = await startWorld({ RUNBOOKS_DIR: folder });
});
test.afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

async function signIn(page: Page, role: string): Promise<void> {
  await page.goto(`${world.url}/sign-in`);
  await page.getByRole("textbox", { name: "E-mail" }).fill(`${role}@headroom.demo`);
  await page.locator("input[type=password]:visible").fill("headroom-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${world.url}/`);
}

const rows = (page: Page) => page.getByRole("list", { name: "Runbooks" }).getByRole("listitem");
const file = (name: string, text: string) => ({ name, mimeType: "text/markdown", buffer: Buffer.from(text) });

test("a responder finds a runbook by a command, keeps the search in the address, and declares from it", async ({
  page,
}) => {
  await signIn(page, "responder");
  await page.goto(`${world.url}/runbooks`);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Upload" })).toHaveCount(0);

  const search = page.getByRole("searchbox", { name: "Search runbooks" });
  await hydrated(search);
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(search).toBeFocused({ timeout: 100 });
  }).toPass();
  await page.keyboard.type("top pod");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("command · line 11");
  await expect(page).toHaveURL(/q=top\+pod/);
  await page.keyboard.press("Escape");

  await search.fill("");
  await page.getByRole("combobox", { name: "Severity" }).selectOption("P2");
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/severity=P2/);
  await page.reload();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("Disk is full");
  const clear = page.getByRole("button", { name: "Clear filters" });
  await hydrated(clear);
  await clear.click();
  await expect(rows(page)).toHaveCount(2);

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${world.url}/runbooks/memory`);
  await page.getByRole("link", { name: "Declare from here" }).click();
  const dialog = page.getByRole("dialog", { name: "Declare an incident" });
  await expect(dialog.getByRole("combobox", { name: "Runbook" })).toHaveValue("memory");
  await dialog.getByRole("textbox", { name: "Namespace" }).fill("sie");
  await dialog.getByRole("textbox", { name: "Workload" }).fill("sie-api");
  await dialog.getByRole("button", { name: "Open the war room" }).click();
  await page.waitForURL(/incidents\/\d+$/);
});

test("a folder's change appears without a reload, with its difference", async ({ page }) => {
  await signIn(page, "responder");
  await page.goto(`${world.url}/runbooks`);
  await expect(rows(page)).toHaveCount(2);
  await writeFile(path.join(folder, "late.md"), "# Late arrival\n\n```bash\n# List\nkubectl get pods\n```\n");
  await expect(rows(page).filter({ hasText: "Late arrival" })).toHaveCount(1);
  await page.goto(`${world.url}/runbooks/late/history`);
  const revisions = page.getByRole("list", { name: "Revisions" }).getByRole("listitem");
  await expect(revisions).toHaveCount(1);
  await writeFile(path.join(folder, "late.md"), "# Late arrival\n\n```bash\n# List all\nkubectl get pods -A\n```\n");
  await expect(revisions).toHaveCount(2, { timeout: 90_000 });
  const change = page.getByRole("region", { name: "What changed" });
  await expect(change.getByText("− kubectl get pods", { exact: true })).toBeVisible();
  await expect(change.getByText("+ kubectl get pods -A")).toBeVisible();
});

test("an admin uploads, is told of a taken name, sends the next revision; a responder is refused", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto(`${world.url}/runbooks`);
  await hydrated(page.getByRole("button", { name: "Upload", exact: true }));
  const upload = async (payload: ReturnType<typeof file>) => {
    await page.getByRole("button", { name: "Upload", exact: true }).click();
    await page.getByLabel("Markdown file").setInputFiles(payload);
    await page.getByRole("button", { name: "Upload runbook" }).click();
  };
  await upload(file("disk.md", "# Another disk\n"));
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("disk.md in the folder");
  await page.getByRole("button", { name: "Close" }).click();
  await upload(file("old.adoc", "= Old\n"));
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("old.adoc is AsciiDoc");
  await page.getByRole("button", { name: "Close" }).click();
  await upload(file("queue.md", "# Queue is stuck\n\n```bash\n# Length\nkubectl get pods\n```\n"));
  await page.waitForURL(`${world.url}/runbooks/queue`);
  await expect(shown(page, "queue.md · uploaded")).toBeVisible();

  await page.getByRole("button", { name: "Upload the next revision" }).click();
  await page.getByLabel("Markdown file").setInputFiles(file("anything.md", "# Queue is stuck\n\nAsk first.\n"));
  await page.getByRole("button", { name: "Upload revision" }).click();
  await expect(shown(page, "Ask first.")).toBeVisible();
  await page.getByRole("button", { name: "Mark as reviewed" }).click();
  await expect(page.getByText("You uploaded this revision: a second person must review it.").first()).toBeVisible();
  await page.getByRole("link", { name: "History" }).click();
  await expect(page.getByText(/uploaded by .+/).first()).toBeVisible();
  await expect(page.getByText("+ Ask first.")).toBeVisible();

  const refused = await (await page.context().browser()?.newContext())?.newPage();
  if (!refused) {
    throw new Error("no second browser");
  }
  await signIn(refused, "responder");
  const answer = await refused.evaluate(async () => {
    const body = JSON.stringify({ name: "mine.md", base64: btoa("# Mine"), replaces: null });
    const response = await fetch("/api/runbooks", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    return { status: response.status, text: await response.text() };
  });
  expect(answer.status).toBe(403);
  expect(answer.text).toContain("Only an admin may do this.");
  await refused.context().close();
});

test("what cannot be a runbook is refused in the dialog, and its name leads nowhere", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto(`${world.url}/runbooks`);
  const button = page.getByRole("button", { name: "Upload", exact: true });
  await hydrated(button);
  await button.click();
  const dialog = page.getByRole("dialog", { name: "Upload a runbook" });
  const refuses = async (name: string, buffer: Buffer, sentence: string) => {
    await dialog.getByLabel("Markdown file").setInputFiles({ name, mimeType: "text/markdown", buffer });
    await dialog.getByRole("button", { name: "Upload runbook" }).click();
    await expect(dialog.getByRole("alert")).toContainText(sentence);
  };
  await dialog.getByRole("button", { name: "Upload runbook" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Choose a Markdown file first.");
  await refuses("big.md", Buffer.alloc(6_000_000, "a"), "big.md is over 5 MB: split it.");
  const latin = Buffer.from("# Caf\u00e9\n", "latin1");
  await refuses("cafe.md", latin, "cafe.md is not UTF-8 (line 1)");
  await refuses("book.adoc", Buffer.from("= Book\n"), "book.adoc is AsciiDoc");
  const archive = Buffer.from("504b03040a0000000000", "hex");
  await refuses("books.md", archive, "books.md is a binary file");
  await refuses("empty.md", Buffer.from(" \n"), "empty.md is empty");
  await dialog.getByRole("button", { name: "Cancel" }).click();

  const answer = await page.evaluate(async () => {
    const body = JSON.stringify({ name: "../../../tmp/outside.md", base64: btoa("# Outside"), replaces: null });
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/runbooks", { method: "POST", headers, body })).json();
  });
  expect(answer).toMatchObject({ ok: true, data: { slug: "outside" } });
  await page.goto(`${world.url}/runbooks/outside`);
  await expect(shown(page, "outside.md · uploaded")).toBeVisible();
});

test("a viewer finds no upload, and none is taken", async ({ page }) => {
  await signIn(page, "viewer");
  await page.goto(`${world.url}/runbooks`);
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Upload" })).toHaveCount(0);
  const status = await page.evaluate(async () => {
    const body = JSON.stringify({ name: "mine.md", base64: btoa("# Mine"), replaces: null });
    return (await fetch("/api/runbooks", { method: "POST", headers: { "content-type": "application/json" }, body }))
      .status;
  });
  expect(status).toBe(403);
});

test("an alert without a runbook shows what is close", async ({ page }) => {
  const labels = { namespace: "sie", deployment: "sie-api", cluster: "practice-range" };
  await world.alert([{ labels: { ...labels, alertname: "ContainerMemoryHigh" }, fingerprint: "uncovered" }]);
  await signIn(page, "responder");
  await page.goto(`${world.url}/runbooks?view=alerts`);
  const row = page.getByRole("list", { name: "Alerts without a runbook" }).getByRole("listitem");
  await expect(row.filter({ hasText: "ContainerMemoryHigh" })).toContainText("shares memory");
});
