import type { Locator, Page } from "@playwright/test";

/** The war room of one incident. */
export class Room {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(number: number): Promise<void> {
    await this.page.goto(`/incidents/${number}`);
    await this.isLive();
  }

  /** The page listens: from now on a click is heard. */
  async isLive(): Promise<void> {
    await this.page.getByText(/\d+ here · live/).waitFor({ state: "attached" });
  }

  step(title: string): Locator {
    return this.page.getByRole("button", { name: title }).first();
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: false });
  }

  async choose(title: string): Promise<void> {
    await this.step(title).click();
    await this.page.getByRole("heading", { name: title, level: 2 }).waitFor();
  }

  /** Chooses a step of the checklist and runs its operation. */
  async run(title: string): Promise<void> {
    await this.choose(title);
    // Inside the open card: a row of the checklist says "Running …" while its run goes on.
    await this.page
      .getByRole("region", { name: "Step", exact: true })
      .getByRole("article")
      .getByRole("button", { name: /^(Run|Run again|Retry)\b/ })
      .click();
  }

  async tick(title: string): Promise<void> {
    await this.choose(title);
    await this.page.getByRole("button", { name: /^Tick as done/ }).click();
  }

  async note(text: string): Promise<void> {
    await this.page.getByPlaceholder("Note what you see and decide").fill(text);
    await this.page.getByRole("button", { name: "Note", exact: true }).click();
  }

  /** The entries of the timeline: what the server has acknowledged. */
  timeline(): Locator {
    return this.page.getByRole("region", { name: "Timeline" }).getByRole("listitem");
  }
}
