import type { Locator, Page } from "@playwright/test";

/** What the last run of the open operation printed. */
export class Output {
  readonly page: Page;
  readonly lines: Locator;
  readonly report: Locator;

  constructor(page: Page) {
    this.page = page;
    this.report = page.getByRole("region", { name: "Last run" });
    this.lines = this.report.getByRole("log", { name: "Output" });
  }

  tool(name: string | RegExp): Locator {
    return this.report.getByRole("button", { name });
  }

  /** Opens the search with its key and types into it. */
  async search(words: string): Promise<void> {
    await this.lines.focus();
    await this.page.keyboard.press("/");
    await this.page.keyboard.type(words);
  }

  /** How far the lines are scrolled: from the top, and what is left to the end. */
  async scroll(): Promise<{ top: number; left: number }> {
    return this.lines.evaluate((box) => ({
      top: box.scrollTop,
      left: Math.round(box.scrollHeight - box.scrollTop - box.clientHeight),
    }));
  }
}
