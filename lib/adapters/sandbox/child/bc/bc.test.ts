import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { calculate } from "./bc";

const REAL = "/usr/bin/bc";

const programs = [
  "scale=2; 10/3",
  "10/3; 10%3; -10/3; -10%3",
  "scale=3; 10%3; 10.5%3; -7.25%2; 7/-2",
  "1.25*3.333; scale=1; 1.25*3.333; scale=6; 1.25*3.333",
  "2^10; 2^-2; scale=4; 2^-2; 1.5^3; -3^2; 2^3^2; 0^0",
  "3 > 2; 2 >= 3; 1 == 1.0; 1 != 2; 2 < 1; !0; !5; 1 && 0; 1 || 0",
  "used=1536; limit=2048; scale=2; used*100/limit",
  "scale=4; x=7; x+=2; x; x/=4; x; x++; x; --x; y=x=3; x+y",
  "(1+2)*3-4/(2-0.5)",
  "scale=10; sqrt(2); sqrt(16); sqrt(0.0001); length(123.45); scale(1.500); length(0.05)",
  ".5+.25; 0.5-1; -0.5; 0/3; scale=2; 0/3; 1/3-1/3; 100.00",
  "123456789012345678901234567890*987654321098765432109876543210",
  "2^300",
  "scale=80; 1/7",
  'print "used ", 3*4, " MiB\\n"; "text"; 5; last; . + 1',
  "# a remark\n1 + /* inside */ 2\n\n5",
  "1\nquit\n2",
  "5 5\n1+\n2+2",
  "1/0\n7",
  "a = 3 > 2; a; b = (3 > 2); b",
  "scale=2; 5*1024/1000; (5-2)/5*100; 100*(5-2)/5",
];

describe("bc", () => {
  it("works out what runbooks ask", () => {
    expect(calculate("scale=2; 1536*100/2048", false)).toEqual({ stdout: "75.00\n", stderr: "" });
    expect(calculate("10/4 > 2", true)).toEqual({ stdout: "1\n", stderr: "" });
    expect(calculate("1/3", true).stdout).toBe(".33333333333333333333\n");
  });

  it.each([
    ["define f(x) { return x }", "define is not done here"],
    ["if (1) 2", "if is not done here"],
    ["s(1)", "s() is not done here"],
    ["9^9^9", "exponent too large"],
    ["scale=1000000", "scale is between 0 and 2000 here"],
    ["sqrt(-1)", "Square root of a negative number"],
  ])("says what it does not do: %s", (program, why) => {
    expect(calculate(program, false)).toEqual({ stdout: "", stderr: expect.stringContaining(why) });
  });

  it.skipIf(!existsSync(REAL)).each(programs)("prints what the real one does (bc): %j", (program) => {
    for (const flags of [[], ["-l"]]) {
      const env = { NODE_ENV: "test" } as const;
      const real = execFileSync(REAL, flags, { input: `${program}\n`, encoding: "utf8", env, stdio: "pipe" });
      expect(calculate(`${program}\n`, flags.length > 0).stdout).toBe(real);
    }
  });
});
