import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Upstream } from "./upstream";

const opened: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal(
    "EventSource",
    class extends EventTarget {
      constructor(url: string) {
        super();
        opened.push(url);
      }
    },
  );
});
afterEach(() => {
  opened.length = 0;
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const upstream = () => new Upstream({ onMessage: () => undefined, onStatus: () => undefined });

it("opens one connection for what is asked for within a moment", async () => {
  const live = upstream();
  live.open(new Map([["incident:a", 0]]), "soon");
  await vi.advanceTimersByTimeAsync(20);
  live.open(
    new Map([
      ["incident:a", 0],
      ["run:r", 0],
    ]),
    "soon",
  );
  await vi.advanceTimersByTimeAsync(1_000);
  expect(opened).toEqual(["/api/stream?topics=incident%3Aa%400%2Crun%3Ar%400"]);
});

it("does not wait with what somebody has clicked on", async () => {
  upstream().open(new Map([["run:r", 0]]), "at-once");
  await vi.advanceTimersByTimeAsync(0);
  expect(opened).toEqual(["/api/stream?topics=run%3Ar%400"]);
});
