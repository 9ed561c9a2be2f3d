import { describe, expect, it } from "vitest";
import { riskOf } from "../risk/risk-of";
import { execArgvs } from "./exec-argvs";
import { fitsGranted, PROCESS_ID } from "./pod-programs";

describe("commands meant for the workload", () => {
  it.each([
    ["ps aux | grep java", [["ps", "aux"]]],
    ["cat /proc/1/status", [["cat", "/proc/1/status"]]],
    ["cat notes.txt", []],
    [
      "kill -USR1 $(pgrep x)",
      [
        ["kill", "-USR1", PROCESS_ID],
        ["pgrep", "x"],
      ],
    ],
    [
      "kill -9 $PID; free -m",
      [
        ["kill", "-9", PROCESS_ID],
        ["free", "-m"],
      ],
    ],
    ["kill %1", []],
    ["ps -p $PID", [["ps", "-p", PROCESS_ID]]],
    ["ps -C $NAME", []],
    [
      "cat /proc/$(pgrep x)/status | grep Vm",
      [
        ["cat", `/proc/${PROCESS_ID}/status`],
        ["pgrep", "x"],
      ],
    ],
    ["cat /proc/$A/$B", []],
  ])("are granted word by word, but for the numbers of processes: %s", (script, argvs) => {
    expect(execArgvs(script)).toEqual(argvs);
  });

  it.each([
    ["ps aux", "read"],
    ["cat /proc/meminfo", "read"],
    ["free -m > f", "read"],
    ["kill -USR1 $(pgrep x)", "change"],
    ["pkill java", "change"],
    ["cat notes.txt", "read"],
  ] as const)("have the risk of an exec: %s is %s", (script, risk) => {
    expect(riskOf(script).risk).toBe(risk);
  });

  it.each([
    ["/proc/12/status", true],
    ["/proc//status", false],
    ["/proc/self/status", false],
    ["/proc/1/../2/status", false],
    ["/proc/12/status ", false],
    ["/proc/0/status", false],
  ])("lets only the number of a process stand for one: %s is %s", (word, isGranted) => {
    expect(fitsGranted(["cat", `/proc/${PROCESS_ID}/status`], ["cat", word])).toBe(isGranted);
  });
});
