import { describe, expect, it } from "vitest";
import { ApiError } from "./api-error.ts";
import { applyJsonPatch } from "./json-patch.ts";
import { mergeJson, mergeStrategic } from "./strategic-merge.ts";

const pod = {
  containers: [
    {
      name: "worker",
      image: "a:1",
      env: [{ name: "A", value: "1" }],
      resources: { limits: { memory: "2Gi", cpu: "1" } },
    },
  ],
};

describe("strategic merge patch", () => {
  it("merges containers by name and leaves the other limits alone", () => {
    const patch = { containers: [{ name: "worker", resources: { limits: { memory: "4Gi" } } }] };
    expect(mergeStrategic(pod, patch)).toEqual({
      containers: [{ ...pod.containers[0], resources: { limits: { memory: "4Gi", cpu: "1" } } }],
    });
  });

  it("adds what has a new name and deletes what is marked", () => {
    const patch = {
      containers: [
        {
          name: "worker",
          env: [
            { name: "A", $patch: "delete" },
            { name: "B", value: "2" },
          ],
        },
      ],
    };
    expect(mergeStrategic(pod, patch)).toMatchObject({ containers: [{ env: [{ name: "B", value: "2" }] }] });
  });

  it("replaces as a whole on request, keeps only the retained keys and removes nulls", () => {
    expect(mergeStrategic({ a: { x: 1 } }, { a: { $patch: "replace", y: 2 } })).toEqual({ a: { y: 2 } });
    const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } };
    expect(mergeStrategic(strategy, { $retainKeys: ["type"], type: "Recreate" })).toEqual({ type: "Recreate" });
    expect(mergeStrategic({ a: 1, b: 2 }, { a: null })).toEqual({ b: 2 });
    expect(mergeStrategic({ f: ["a", "b"] }, { "$deleteFromPrimitiveList/f": ["a"] })).toEqual({ f: ["b"] });
  });
});

describe("JSON merge patch", () => {
  it("replaces lists as a whole", () => {
    expect(mergeJson({ a: [1, 2], b: { c: 1 } }, { a: [3], b: { d: 2 } })).toEqual({ a: [3], b: { c: 1, d: 2 } });
  });
});

describe("JSON patch", () => {
  it("applies its operations in order", () => {
    const patch = [
      { op: "test", path: "/spec/replicas", value: 2 },
      { op: "replace", path: "/spec/replicas", value: 3 },
      { op: "add", path: "/spec/list/-", value: "c" },
      { op: "add", path: "/spec/a~1b", value: 1 },
      { op: "remove", path: "/spec/list/0" },
      { op: "move", from: "/spec/a~1b", path: "/spec/d" },
    ];
    expect(applyJsonPatch({ spec: { replicas: 2, list: ["a", "b"] } }, patch)).toEqual({
      spec: { replicas: 3, list: ["b", "c"], d: 1 },
    });
  });

  it.each([
    [[{ op: "test", path: "/a", value: 2 }]],
    [[{ op: "remove", path: "/b" }]],
    [[{ op: "add", path: "/x/y", value: 1 }]],
    ["no list"],
  ])("refuses %j", (patch) => {
    expect(() => applyJsonPatch({ a: 1 }, patch)).toThrow(ApiError);
  });
});
