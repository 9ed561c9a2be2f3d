import { expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";
import { type PackedRunbook, packRunbook } from "./pack-runbook";

const jsonOf = ({ json }: PackedRunbook) => new TextDecoder().decode(json);

it("gives JSON of the same runbook", () => {
  const runbook = parseRunbook({
    source: "# A \\ud800 \\u0000\n\n```sh\n# List\nkubectl get pods\n```\n",
    path: "a.md",
  });
  const packed = packRunbook(runbook);
  expect(JSON.parse(jsonOf(packed))).toEqual(JSON.parse(JSON.stringify(runbook)));
  expect(packed.summary.stepCount).toBeGreaterThan(0);
});

it("replaces what the database refuses: half an emoji, NUL", () => {
  const runbook = { ...parseRunbook({ source: "# A\n", path: "a.md" }), title: "half \ud83d and \0" };
  const packed = packRunbook(runbook);
  expect(packed.title).toBe("half \uFFFD and \uFFFD");
  expect(JSON.parse(jsonOf(packed))).toMatchObject({ title: packed.title });
  expect(jsonOf(packed)).not.toMatch(/\\u0000|\\ud83d/);
});
