import { expect, it } from "vitest";
import { createMatcher } from "./matcher.ts";
import { queryInstant } from "./query.ts";
import { createSampleStore } from "./store.ts";

const up = [createMatcher("__name__", "=", "up")];

it("finds series whatever the order of their labels, and drops empty labels", () => {
  const store = createSampleStore();
  store.append({ __name__: "up", b: "2", a: "1", c: "" }, 1, 1);
  store.append({ a: "1", b: "2", __name__: "up" }, 2, 0);
  expect(store.select(up, 0, 10)).toEqual([
    { labels: { __name__: "up", a: "1", b: "2" }, times: [1000, 2000], values: [1, 0] },
  ]);
  expect(store.labelNames()).toEqual(["__name__", "a", "b"]);
  expect(store.labelValues("a")).toEqual(["1"]);
});

it("replaces the value of the same instant and drops older samples", () => {
  const store = createSampleStore();
  for (const [at, value] of [
    [5, 1],
    [5, 2],
    [4, 3],
  ] as const) {
    store.append({ __name__: "up" }, at, value);
  }
  expect(store.select(up, 0, 10)).toMatchObject([{ times: [5000], values: [2] }]);
});

it("selects only series with a sample in the interval", () => {
  const store = createSampleStore();
  store.append({ __name__: "up" }, 100, 1);
  expect(store.select(up, 0, 99)).toEqual([]);
  expect(store.select(up, 100, 100)).toHaveLength(1);
  expect(store.select(up, 101, 200)).toEqual([]);
});

it("forgets what is older than the retention: samples in pieces, ended series whole", () => {
  const store = createSampleStore({ retentionSeconds: 100 });
  store.append({ __name__: "ended" }, 0, 1);
  for (let at = 1; at <= 2000; at += 1) {
    store.append({ __name__: "up" }, at, at);
  }
  const [series] = store.select(up, 0, 2000);
  expect(series?.times.length).toBeLessThan(1000);
  expect(series?.times.length).toBeGreaterThan(100);
  expect(store.labelValues("__name__")).toEqual(["up"]);
});

it("ends a series at the scrape that it misses, when scrapes are shared", () => {
  const shared = createSampleStore({ sharedScrapes: true });
  const separate = createSampleStore();
  for (const store of [shared, separate]) {
    store.append({ __name__: "up", pod: "a" }, 10, 1);
    store.append({ __name__: "up", pod: "b" }, 10, 1);
    store.append({ __name__: "up", pod: "a" }, 15, 1);
  }
  const countAt = (store: typeof shared, seconds: number) => queryInstant(store, "count(up)", seconds * 1000);
  expect(countAt(shared, 14)).toMatchObject({ points: [{ value: 2 }] });
  expect(countAt(shared, 15)).toMatchObject({ points: [{ value: 1 }] });
  expect(countAt(separate, 15)).toMatchObject({ points: [{ value: 2 }] });
});
