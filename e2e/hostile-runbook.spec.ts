import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { startWorld } from "./fixtures/world";

const hostile = `# Pay <img src=x onerror="window.pwned=1"> down

<script>window.pwned = 1</script>

<svg onload="window.pwned=2"><iframe src="javascript:window.pwned=3"></iframe>

Put <pod-name> here, [run me](javascript:window.pwned=4), [a page](data:text/html,<script>window.pwned=5</script>),
[a place](#pay) and [a site](https://example.com/a). ![a pixel](https://tracker.invalid/p.png "t") ![huge](data:image/png;base64,AAAA)

<a href="https://evil.invalid" style="position:fixed;inset:0">cover everything</a>

| Symptom <b onmouseover="window.pwned=6"> | Action |
| --- | --- |
| <style>body{display:none}</style> | <form action="https://evil.invalid"><button>send</button></form> |

\`\`\`html
<script>window.pwned = 7</script>
\`\`\`

## "><script>window.pwned=8</script>

1. Look at \`kubectl get pods <pod-name>\` <input autofocus onfocus="window.pwned=9">
`;

test("a hostile runbook is text: nothing runs, nothing is loaded, every word is there", async ({ page }) => {
  const folder = await mkdtemp(path.join(tmpdir(), "headroom-runbooks-"));
  await writeFile(path.join(folder, "hostile.md"), hostile);
  const world = await startWorld({ RUNBOOKS_DIR: folder });
  const asked: string[] = [];
  const said: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("dialog", (dialog) => said.push(dialog.message()));
  try {
    await page.goto(`${world.url}/sign-in`);
    await page.getByRole("textbox", { name: "E-mail" }).fill("responder@headroom.demo");
    await page.locator("input[type=password]:visible").fill("headroom-demo");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`${world.url}/`);
    await page.goto(`${world.url}/runbooks/hostile`);
    const text = page.getByRole("article");
    for (const words of [
      "<script>window.pwned = 1</script>",
      "Put <pod-name> here",
      "<script>window.pwned = 7</script>",
      "cover everything",
      "window.pwned=3",
      "[image] a pixel",
      "<style>body{display:none}</style>",
    ]) {
      await expect(text).toContainText(words);
    }
    await expect(text.getByRole("link", { name: "a place" })).toHaveAttribute("href", "#pay");
    await expect(text.getByRole("link", { name: "a site" })).toHaveAttribute("rel", "noopener noreferrer nofollow");
    const addresses = await text
      .locator("a[href]")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(addresses.filter((address) => !/^(?:#|https?:)/.test(address ?? ""))).toEqual([]);
    expect(await text.locator("script, iframe, img, form, style, svg[onload], input, [style], [onerror]").count()).toBe(
      0,
    );
    await text.getByRole("paragraph").filter({ hasText: "run me" }).click();
    await text.getByText("cover everything").click();

    await page.goto(`${world.url}/runbooks`);
    await expect(page.getByRole("list", { name: "Runbooks" })).toContainText("Pay");
    expect(await page.evaluate(() => Reflect.get(window, "pwned"))).toBeUndefined();
    expect(said).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(world.url) && !url.startsWith("data:"))).toEqual([]);
  } finally {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
