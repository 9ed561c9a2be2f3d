import { expect } from "@playwright/test";
import { test } from "./fixtures/test";
import { Output } from "./pages/output";
import { Room } from "./pages/room";

test.use({ runbooks: "e2e/runbooks" });

/** What is left while it comes over a slow line is read on when it is looked at again. */
async function leaveAndReturn(room: Room, output: Output) {
  const line = await room.page.context().newCDPSession(room.page);
  const conditions = { offline: false, latency: 0, uploadThroughput: -1 };
  await line.send("Network.emulateNetworkConditions", { ...conditions, downloadThroughput: 250 * 1024 });
  await room.open(1);
  await expect(output.report.getByText(/ lines so far$/)).toBeVisible();
  await room.choose("Usage of the pods");
  await room.choose("A log of 300,000 lines");
  await line.send("Network.emulateNetworkConditions", { ...conditions, downloadThroughput: -1 });
  await expect(output.report.getByText("300,000 lines", { exact: true })).toBeVisible();
}

/** On a busy page the router puts the address before back just after a link was followed. */
async function followOnBusyPage(room: Room, link: string) {
  await room.page.evaluate((href) => {
    const before = window.location.href;
    window.location.href = href;
    window.history.replaceState(null, "", before);
  }, link);
  await expect(room.page).toHaveURL(link);
}

const labels = { alertname: "Outputs", namespace: "sie", deployment: "sie-api", cluster: "practice-range" };

test("300,000 lines are searched, linked to and read around their first error", async ({ world, signedIn }) => {
  await world.alert([{ labels, fingerprint: "outputs" }]);
  const page = await signedIn("responder");
  const room = new Room(page);
  const output = new Output(page);
  await room.open(1);
  await room.run("A log of 300,000 lines");
  await expect(output.report.getByText("300,000 lines")).toBeVisible({ timeout: 120_000 });
  await expect(output.report.getByText(/exit 0/)).toBeVisible({ timeout: 120_000 });
  expect(await output.lines.locator("a").count()).toBeLessThan(200);

  await output.tool("1 error line").click();
  await expect(output.lines.getByText("FATAL worker-7 cannot allocate")).toBeInViewport();

  await output.search("0");
  await expect(output.report.getByText(/ of 10,000\+/)).toBeVisible();
  await output.report.getByRole("searchbox").fill("123456");
  await expect(output.report.getByText("1 of 1")).toBeVisible();
  await expect(output.lines.locator("mark")).toHaveText("123456");
  await output.report.getByRole("searchbox").fill("9999");
  const all = Array.from({ length: 300_000 }, (_, index) => String(index + 1)).filter((line) => line.includes("9999"));
  // The search goes on from where one reads.
  const next = 1 + all.findIndex((line) => Number(line) > 123_456);
  const at = (index: number) => output.report.getByText(`${index} of ${all.length}`, { exact: true });
  await expect(at(next)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(at(next + 1)).toBeVisible();
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Shift+Enter");
  await expect(at(next - 1)).toBeVisible();
  await expect(output.lines.locator("mark").first()).toBeInViewport();
  await page.keyboard.press("Escape");
  await expect(output.report.getByRole("searchbox")).toHaveCount(0);

  await output.tool("1 error line").click();
  await output.lines.getByRole("link", { name: "Link to line 204801", includeHidden: true }).click();
  await expect(page).toHaveURL(/#run=[0-9a-f-]{36}&line=204801$/);
  const link = page.url();
  const other = await signedIn("commander");
  const there = new Output(other);
  await leaveAndReturn(new Room(other), there);
  await other.goto(link);
  await new Room(other).isLive();
  await expect(there.lines.getByText("204802", { exact: true }).last()).toBeInViewport();
  await expect(there.lines.getByText("FATAL worker-7 cannot allocate")).toBeInViewport();
  await new Room(other).choose("Usage of the pods");
  await followOnBusyPage(new Room(other), link);
  await expect(there.lines.getByText("FATAL worker-7 cannot allocate")).toBeInViewport();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    output.report.getByRole("link", { name: "Download output" }).click(),
  ]);
  const whole = await (await download.createReadStream()).toArray();
  expect(Buffer.concat(whole).toString().split("\n")).toHaveLength(300_001);
});

test("a line of a million characters, colours and markup are text", async ({ world, signedIn }) => {
  await world.alert([{ labels, fingerprint: "outputs" }]);
  const page = await signedIn("responder");
  const room = new Room(page);
  const output = new Output(page);
  await room.open(1);
  await room.run("A line of a million characters");
  await expect(output.report.getByText("3 lines")).toBeVisible();
  await expect(output.lines.getByText("<b>not markup</b>")).toBeVisible();
  expect(await output.lines.evaluate((box) => box.scrollWidth)).toBeGreaterThan(5_000_000);
  const drawn = () => output.lines.evaluate((box) => box.textContent?.length ?? 0);
  expect(await drawn()).toBeLessThan(5_000);
  await output.tool("Wrap long lines").click();
  await expect(output.lines.getByText("before")).toBeVisible();
  expect(await drawn()).toBeLessThan(20_000);
  await output.lines.evaluate((box) => box.scrollTo({ top: box.scrollHeight }));
  await expect(output.lines.getByText("<b>not markup</b>")).toBeInViewport();
  await expect(output.lines.getByText("red", { exact: true })).toHaveCSS("color", "rgb(192, 38, 38)");
});

test("output is followed until somebody scrolls up, and again at the end", async ({ world, signedIn }) => {
  await world.alert([{ labels, fingerprint: "outputs" }]);
  const page = await signedIn("responder");
  const room = new Room(page);
  const output = new Output(page);
  await room.open(1);
  await room.run("Lines that keep coming");
  await expect(output.report.getByText(/^([3-9]\d|\d{3}) lines$/)).toBeVisible({ timeout: 120_000 });
  await expect.poll(async () => (await output.scroll()).left).toBeLessThanOrEqual(1);
  expect((await output.scroll()).top).toBeGreaterThan(0);
  const before = await output.report.boundingBox();
  await output.lines.evaluate((box) => box.scrollTo({ top: 0 }));
  await expect(output.tool(/\d+ new lines?/)).toBeVisible();
  await expect(output.tool(/\d\d new lines/)).toBeVisible();
  expect((await output.scroll()).top).toBe(0);
  await output.tool(/\d+ new lines?/).click();
  await expect.poll(async () => (await output.scroll()).left).toBeLessThanOrEqual(1);
  await expect(output.tool(/\d+ new lines?/)).toHaveCount(0);
  expect(await output.report.boundingBox()).toEqual(before);
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(output.report.getByText(/cancelled/)).toBeVisible();
});

test("aligned output is a table to sort, JSON is laid out", async ({ world, signedIn }) => {
  await world.alert([{ labels, fingerprint: "outputs" }]);
  const page = await signedIn("responder");
  const room = new Room(page);
  const output = new Output(page);
  await room.open(1);
  await room.run("Usage of the pods");
  await output.tool("Table").click();
  const table = output.report.getByRole("table", { name: "Output" });
  await expect(table.getByRole("columnheader")).toHaveText(["NAME", "CPU(cores)", "MEMORY(bytes)"]);
  await table.getByRole("button", { name: "MEMORY(bytes)" }).click();
  await expect(table.getByRole("columnheader", { name: "MEMORY(bytes)" })).toHaveAttribute("aria-sort", "descending");
  const sizes = (await table.locator("tbody tr td:last-child").allTextContents()).map(Number.parseFloat);
  expect(sizes.length).toBeGreaterThan(2);
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  await page.screenshot({ path: "test-results/screens/output-table.png" });

  await room.run("The deployment as JSON");
  await output.tool("JSON").click();
  await expect(output.lines.getByText('  "kind": "Deployment",')).toBeVisible();
});

test("on a phone nothing covers what was found, and every tool can be pressed", async ({ world, signedIn }) => {
  await world.alert([{ labels, fingerprint: "outputs" }]);
  const page = await signedIn("responder");
  await page.setViewportSize({ width: 390, height: 844 });
  const room = new Room(page);
  const output = new Output(page);
  await page.goto("/incidents/1");
  const tab = (name: string) => page.getByRole("tab", { name });
  await tab("Steps").click();
  await room.step("A log of 300,000 lines").click();
  await page.getByRole("article").getByRole("button", { name: /^Run/ }).click();
  await expect(output.report.getByText("300,000 lines")).toBeVisible({ timeout: 120_000 });
  await expect(output.report.getByText(/exit 0/)).toBeVisible({ timeout: 120_000 });
  await expect(output.tool("Fill the screen")).toBeInViewport({ ratio: 1 });
  await page.screenshot({ path: "test-results/screens/phone-output.png" });

  await output.tool("Search the output (/)").click();
  await output.report.getByRole("searchbox").fill("1");
  await expect(output.report.getByText("1 of 10,000+")).toBeVisible();
  const found = output.lines.locator("mark").first();
  await expect(found).toBeInViewport({ ratio: 1 });
  const isCovered = (target: typeof found) =>
    target.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      return !(hit && (element.contains(hit) || hit.contains(element)));
    });
  expect(await isCovered(found)).toBe(false);
  await page.screenshot({ path: "test-results/screens/phone-output-search.png" });
  await output.tool("Close the search").click();

  const tools = [
    output.tool("1 error line"),
    output.tool("Search the output (/)"),
    output.tool("Wrap long lines"),
    output.tool("Copy output"),
    output.report.getByRole("link", { name: "Download output" }),
    output.tool("Fill the screen"),
  ];
  for (const tool of tools) {
    await tool.scrollIntoViewIfNeeded();
    expect(await isCovered(tool), (await tool.getAttribute("aria-label")) ?? "the error lines").toBe(false);
    expect((await tool.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    const icon = await tool.locator("svg").boundingBox();
    expect(icon?.width).toBe(icon?.height);
  }
  await output.tool("Fill the screen").click();
  expect(await isCovered(output.tool("Back into the card"))).toBe(false);
  await page.screenshot({ path: "test-results/screens/phone-output-large.png" });
});
