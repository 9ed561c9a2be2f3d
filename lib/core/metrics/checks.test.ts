import { describe, expect, it } from "vitest";
import { checkComparison, checkMemoryBelow, checkMemoryBelowBytes, checkNoOomKill } from "./checks";

const use = (pod: string, usedBytes: number, limitBytes: number | null = 100) => ({
  pod,
  container: "c",
  usedBytes,
  limitBytes,
});

describe("memory below a share of the limit", () => {
  it.each([
    [[use("a", 50), use("b", 79)], "passed", "highest 79 % of limit, b"],
    [[use("a", 80), use("b", 10)], "failed", "highest 80 % of limit, a"],
    [[use("a", 796, 1000)], "passed", "highest 79.6 % of limit, a"],
    [[use("a", 50), use("b", 99, null)], "passed", "highest 50 % of limit, a; 1 without a limit"],
    [[use("a", 50, null)], "no-data", "no container with a memory limit"],
    [[], "no-data", "no container with a memory limit"],
  ])("%j", (uses, verdict, figure) => {
    expect(checkMemoryBelow(uses, 0.8)).toEqual({ verdict, figure });
  });
});

it("compares with a fixed amount", () => {
  expect(checkMemoryBelowBytes([use("a", 1.5 * 2 ** 30)], 2 ** 31)).toEqual({
    verdict: "passed",
    figure: "highest 1.50 GiB, a",
  });
  expect(checkMemoryBelowBytes([use("a", 2 ** 31)], 2 ** 31).verdict).toBe("failed");
  expect(checkMemoryBelowBytes([], 1).verdict).toBe("no-data");
});

it("counts OOM kills inside the window, its edge included", () => {
  const check = (atSeconds: readonly number[]) =>
    checkNoOomKill(
      atSeconds.map((at) => ({ pod: "a", atSeconds: at })),
      { windowSeconds: 1800, nowSeconds: 10_000 },
    );
  expect(check([])).toEqual({ verdict: "passed", figure: "no OOM kill seen" });
  expect(check([9_000, 9_400])).toEqual({ verdict: "failed", figure: "last OOM kill 10 min ago, a" });
  expect(check([8_200]).verdict).toBe("failed");
  expect(check([8_199]).verdict).toBe("passed");
});

it("needs every compared series to hold, and something to compare", () => {
  expect(checkComparison({ matched: 3, compared: 3 })).toEqual({ verdict: "passed", figure: "3 of 3 series" });
  expect(checkComparison({ matched: 2, compared: 3 }).verdict).toBe("failed");
  expect(checkComparison({ matched: 0, compared: 0 })).toEqual({ verdict: "no-data", figure: "no series to compare" });
});
