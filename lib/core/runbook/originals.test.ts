import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { accountOf } from "./account";
import { parseRunbook } from "./parse-runbook";

const seeds = process.env["SEEDS_DIR"] ?? path.resolve("../shared/seeds");
const tables = "lib/core/runbook/originals";

function accounted(file: string): string {
  return `${accountOf(parseRunbook({ source: readFileSync(file, "utf8"), path: file })).join("\n")}\n`;
}

function tableOf(name: string): string {
  return readFileSync(path.join(tables, name.replace(/\.md$/, ".txt")), "utf8");
}

// The tables were read line by line beside their runbooks. A change of one is a change of what people are shown.
describe("our editions yield what their tables say", () => {
  it.each(readdirSync("runbooks").filter((name) => name.endsWith(".md")))("%s", (name) => {
    expect(accounted(path.join("runbooks", name))).toBe(tableOf(`edition-${name}`));
  });
});

describe.skipIf(!existsSync(seeds))("the originals yield what their tables say (SEEDS_DIR)", () => {
  it.each(existsSync(seeds) ? readdirSync(seeds).filter((name) => name.endsWith(".md")) : [])("%s", (name) => {
    expect(accounted(path.join(seeds, name))).toBe(tableOf(`original-${name}`));
  });
});
