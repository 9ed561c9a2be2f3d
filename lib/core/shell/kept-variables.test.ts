import { expect, it } from "vitest";
import { keptVariables } from "./kept-variables";

const limits = { variableCharacters: 20, variableCount: 2 };
const keep = (after: Readonly<Record<string, string>>, known: readonly string[] = []) =>
  keptVariables({ before: { OLD: "same" }, after, known: new Set(known) }, limits);

it("keeps what a script set or changed, without NUL", () => {
  expect(keep({ OLD: "same", POD: "web-1\0" })).toEqual({ kept: { POD: "web-1" }, leftOut: [] });
});

it.each([
  ["a secret that the run has read", { DATA: "aHVudGVyMg==" }],
  ["a part of a longer value", { DSN: "x aHVudGVyMg== y" }],
  ["a name that says so", { DB_PASSWORD: "x" }],
  ["an address with a password", { DSN: "pg://a:hunter2@db" }],
  ["a key", { KEY: "-----BEGIN PRIVATE KEY-----" }],
  ["a name that no shell knows", { "--split-string": "id" }],
])("keeps nothing of %s", (_, after) => {
  const { kept, leftOut } = keptVariables(
    { before: {}, after, known: new Set(["aHVudGVyMg=="]) },
    { variableCharacters: 100, variableCount: 9 },
  );
  expect({ kept, leftOut }).toEqual({ kept: {}, leftOut: [] });
});

it("names what is too large, and what is too many", () => {
  expect(keep({ LOG: "x".repeat(21), A: "1", B: "2", C: "3" })).toEqual({
    kept: { A: "1", B: "2" },
    leftOut: ["LOG", "C"],
  });
});
