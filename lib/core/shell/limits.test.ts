import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { runLimits } from "./limits";

const page = readFileSync(new URL("../../../docs/limits.md", import.meta.url), "utf8");
const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, MiB: 1024 * 1024, "": 1 };

it("is what docs/limits.md says, every limit and no other", () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| ([\d,]+) ?(\w*) \|/gm)].map(
    ([, name = "", figure = "", unit = ""]) => [name, Number(figure.replaceAll(",", "")) * (units[unit] ?? Number.NaN)],
  );
  expect(Object.fromEntries(rows)).toEqual(runLimits);
});
