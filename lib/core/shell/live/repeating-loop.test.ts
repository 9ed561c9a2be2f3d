import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isForHours, repeatingLoop } from "./repeating-loop";

describe("repeatingLoop", () => {
  it("finds the sample, its interval and its count, and keeps the output that went to a file", () => {
    const script = `for i in {1..288}; do
  docker stats --no-stream | grep api | \\
    awk '{print systime() "," $4}' >> /tmp/memory-trend.csv
  sleep 300
done`;
    expect(repeatingLoop(script)).toEqual({
      sample: `docker stats --no-stream | grep api | \\
    awk '{print systime() "," $4}'`,
      everySeconds: 300,
      times: 288,
      counter: "i",
    });
  });

  it.each([
    ["while true; do kubectl top pods; sleep 60; done", "kubectl top pods", 60, null],
    ["while :; do date; kubectl top pods; sleep 5m; done", "date; kubectl top pods", 300, null],
    ["until false; do kubectl top pods; sleep 0.5h; done", "kubectl top pods", 1800, null],
    ["for n in $(seq 10); do kubectl top pods; sleep 30s; done", "kubectl top pods", 30, 10],
    ["for n in 1 2 3; do kubectl top pods\nsleep 30\ndone", "kubectl top pods", 30, 3],
    ["# samples\nwhile true\ndo\n  kubectl top pods\n  sleep 1h\ndone", "kubectl top pods", 3600, null],
  ])("reads %j", (script, sample, everySeconds, times) => {
    expect(repeatingLoop(script)).toMatchObject({ sample, everySeconds, times });
  });

  it.each([
    "kubectl top pods; sleep 60",
    "for pod in a b; do kubectl logs $pod; sleep 1; done",
    "for pod in $(kubectl get pods -o name); do kubectl logs $pod; sleep 1; done",
    "while kubectl get pod x; do sleep 5; done",
    "while true; do sleep 60; done",
    "while true; do kubectl top pods; done",
    'while true; do kubectl top pods; sleep "$N"; done',
    "while true; do kubectl top pods; sleep 0; done",
    "while true; do kubectl top pods; sleep 60; done &",
    "export A=1\nwhile true; do kubectl top pods; sleep 60; done",
  ])("leaves alone what is not only a sample and a pause: %j", (script) => {
    expect(repeatingLoop(script)).toBeNull();
  });

  it.each([
    ["for i in {1..288}; do free; sleep 300; done", true],
    ["for i in {1..100}; do free; sleep 10; done", true],
    ["for i in {1..10}; do free; sleep 10; done", false],
    ["while true; do free; sleep 5; done", false],
    ["while true; do free; sleep 60; done", true],
  ])("knows what nobody watches: %j is %s", (script, expected) => {
    const loop = repeatingLoop(script);
    expect(loop !== null && isForHours(loop, 900_000)).toBe(expected);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "while true",
            "; do ",
            "sleep 5",
            "; done",
            "{1..3}",
            "for i in ",
            "(",
            "|",
            ">> f",
            "\n",
            "x",
          ),
        ),
        (words) => {
          repeatingLoop(words.join(""));
        },
      ),
    );
  });
});
