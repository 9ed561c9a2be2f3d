import { expect, it } from "vitest";
import { brandId } from "@/lib/core/kernel/ids";
import type { Grant } from "../grant";
import { grantedExecRisk } from "./exec-grant";

const grant: Grant = {
  runId: brandId("run"),
  actor: { kind: "system", name: "test" },
  ceiling: "read",
  clusters: [],
  execs: [["rm", "-rf", "/x"], ["cat", "/x"], ["helm", "list"], ["cat /x; rm /x"]],
  readList: [],
  endpoints: [],
};

it.each([
  [["cat", "/x"], "read"],
  [["helm", "list"], "change"],
  [["rm", "-rf", "/x"], "destructive"],
  [["rm", "-rf", "/y"], null],
])("takes %j for what it does", (argv, risk) => {
  expect(grantedExecRisk(grant, argv)).toBe(risk);
});

it("takes what the operator knows to only read for a read", () => {
  const readList = [["helm", "list"]];
  expect(grantedExecRisk({ ...grant, readList }, ["helm", "list"])).toBe("read");
  expect(grantedExecRisk({ ...grant, execs: [], readList }, ["helm", "list"])).toBe(null);
});

it("reads words that a shell of the host reads as that shell does", () => {
  const words = ["cat /x; rm /x"];
  expect(grantedExecRisk(grant, words, ["sh", "-c", ...words])).toBe("destructive");
});
