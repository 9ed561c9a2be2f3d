import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { configFileSchema, environmentSchema } from "./schema";

const page = readFileSync(new URL("../../../docs/configuration.md", import.meta.url), "utf8");
const [variables = "", file = ""] = page.split("## The file");

/** The names in the first cells of a table. */
function named(text: string): readonly string[] {
  const cells = [...text.matchAll(/^\| (`[^|]+`) \|/gm)].map(([, cell = ""]) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name));
}

it("names every variable and no other", () => {
  expect(named(variables).toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
});

it("names every key of the file and no other", () => {
  expect(named(file).toSorted()).toEqual(Object.keys(configFileSchema.shape).toSorted());
});

it("shows a file with every key, which is taken", () => {
  const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(file) ?? [];
  const written: unknown = parse(example);
  expect(configFileSchema.parse(written)).toMatchObject({
    readList: [
      ["jcmd", "1", "GC.heap_info"],
      ["rabbitmqctl", "status"],
    ],
  });
  expect(Object.keys(written ?? {}).toSorted()).toEqual(Object.keys(configFileSchema.shape).toSorted());
});
