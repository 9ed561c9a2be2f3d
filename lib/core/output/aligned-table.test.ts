import { describe, expect, it } from "vitest";
import { alignedTables, amountOf, sortedRows } from "./aligned-table";

const pods =
  `NAME                      READY   STATUS             RESTARTS       AGE     NOMINATED NODE   READINESS GATES
nlp-6fff-abcde            0/1     CrashLoopBackOff   12 (3m ago)    5d3h    <none>           <none>
sie-api-7d9c-x            1/1     Running            0              90m     <none>           <none>
sie-api-7d9c-yyyyyyyyyy   1/1     Running            2              2m30s   <none>           <none>`.split("\n");
const top = `NAME             CPU(cores)   MEMORY(bytes)
nlp-6fff-abcde   250m         1822Mi
sie-api-7d9c-x   1            2Gi
sie-api-7d9c-y   3m           990Ki`.split("\n");
const ps = `USER       PID %CPU %MEM    VSZ   RSS COMMAND
root         1  0.0  0.1   4360  3200 /bin/sh -c sleep 1
app         42 12.5 40.0 994360 83200 python worker.py --all`.split("\n");

function only(lines: readonly string[]) {
  const [table] = alignedTables(lines) ?? [];
  if (!table) {
    throw new Error("no table");
  }
  return table;
}

describe("aligned output as a table", () => {
  it("cuts kubectl's columns at the header, titles of two words among them", () => {
    const { columns, rows } = only(pods);
    expect(columns.map(({ title }) => title)).toEqual([
      "NAME",
      "READY",
      "STATUS",
      "RESTARTS",
      "AGE",
      "NOMINATED NODE",
      "READINESS GATES",
    ]);
    expect(rows[0]).toEqual(["nlp-6fff-abcde", "0/1", "CrashLoopBackOff", "12 (3m ago)", "5d3h", "<none>", "<none>"]);
    expect(columns.map(({ isNumeric }) => isNumeric)).toEqual([false, true, false, true, true, false, false]);
  });

  it("sorts by size, not by spelling", () => {
    const names = (column: number, isDescending: boolean) =>
      sortedRows(only(top), { column, isDescending }).map(([name]) => name);
    expect(names(2, true)).toEqual(["sie-api-7d9c-x", "nlp-6fff-abcde", "sie-api-7d9c-y"]);
    expect(names(1, false)).toEqual(["sie-api-7d9c-y", "nlp-6fff-abcde", "sie-api-7d9c-x"]);
  });

  it("sorts ages by time", () => {
    const ages = sortedRows(only(pods), { column: 4, isDescending: false }).map((row) => row[4]);
    expect(ages).toEqual(["2m30s", "90m", "5d3h"]);
  });

  it("reads columns that are aligned to the right, and a last one with blanks", () => {
    expect(only(ps).rows[1]).toEqual(["app", "42", "12.5", "40.0", "994360", "83200", "python worker.py --all"]);
  });

  it("puts what is missing last in either direction", () => {
    const table = only(["NAME   CPU", "a      <unknown>", "b      5m", "c      9m"]);
    expect(sortedRows(table, { column: 1, isDescending: true }).map(([name]) => name)).toEqual(["c", "b", "a"]);
    expect(sortedRows(table, { column: 1, isDescending: false }).map(([name]) => name)).toEqual(["b", "c", "a"]);
  });

  it("gives several tables with an empty line between them", () => {
    expect(alignedTables([...top, "", ...pods])).toHaveLength(2);
  });

  it.each([
    ["prose", ["It works", "as it should"]],
    ["a header alone", ["NAME   READY"]],
    ["a log in capitals", ["ERROR WORKER DIED", "x"]],
    ["a line across the columns", ["NAME    READY", "a       1/1", "No resources found in default namespace."]],
    ["nothing", []],
  ])("is not a table: %s", (_what, lines) => {
    expect(alignedTables(lines)).toBeNull();
  });

  it("knows amounts from words", () => {
    expect(amountOf("1.5Gi")).toBe(1.5 * 2 ** 30);
    expect(amountOf("73%")).toBe(73);
    expect(amountOf("1/2")).toBe(1);
    expect(amountOf("2d")).toBe(172_800);
    expect(amountOf("10.0.0.1")).toBeNull();
    expect(amountOf("3 apples")).toBeNull();
    expect(amountOf("v1")).toBeNull();
  });
});
