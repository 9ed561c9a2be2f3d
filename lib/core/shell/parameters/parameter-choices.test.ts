import { describe, expect, it } from "vitest";
import { type ChoiceSources, choicesOf, successorOf } from "./parameter-choices";

const pod = (name: string, restarts: number, image: string) => ({
  name,
  phase: "Running",
  restarts,
  createdSeconds: 0,
  containers: [{ name: name.startsWith("nlp") ? "worker" : "web", image }],
});
const sources: ChoiceSources = {
  namespace: "sie",
  workload: "nlp",
  own: new Set(["nlp-1-a", "nlp-1-b"]),
  pods: [pod("api-1-x", 9, "api:2"), pod("nlp-1-a", 1, "nlp:7"), pod("nlp-1-b", 4, "nlp:7")],
  workloads: ["api", "nlp"],
  nodes: [
    { name: "node-1", isReady: true },
    { name: "node-2", isReady: false },
  ],
  namespaces: ["default", "sie"],
  hosts: ["prometheus:9090"],
  now: new Date("2026-02-01T12:00:00.500Z"),
};
const values = (kind: string) => choicesOf(kind, sources).map(({ value }) => value);

describe("what a parameter can be filled with", () => {
  it("has the incident's own first", () => {
    expect(choicesOf("pod", sources)).toEqual([
      { value: "nlp-1-b", hint: "Running, 4 restarts, of this incident" },
      { value: "nlp-1-a", hint: "Running, 1 restart, of this incident" },
      { value: "api-1-x", hint: "Running, 9 restarts" },
    ]);
    expect(values("container")).toEqual(["worker", "web"]);
    expect(values("image")).toEqual(["nlp:7", "api:2"]);
    expect(values("deployment")).toEqual(["nlp", "api"]);
    expect(values("namespace")).toEqual(["sie", "default"]);
  });

  it("says which nodes are not ready, and which hosts are allowed", () => {
    expect(choicesOf("node", sources).map(({ hint }) => hint)).toEqual(["ready", "not ready"]);
    expect(values("host")).toEqual(["prometheus:9090"]);
    expect(values("url")).toEqual(["http://prometheus:9090"]);
  });

  it("has times in both forms", () => {
    expect(values("time").slice(2, 4)).toEqual(["2026-02-01T11:00:00Z", "1769943600"]);
  });

  it("has nothing for what only a person knows", () => {
    expect(values("secret")).toEqual([]);
    expect(values("free")).toEqual([]);
  });
});

describe("the successor of a pod", () => {
  it("is of the same replica set when there is one, else of the same deployment", () => {
    expect(successorOf("nlp-6fff-aaaaa", ["api-1-x", "nlp-7ddd-ccccc", "nlp-6fff-bbbbb"])).toBe("nlp-6fff-bbbbb");
    expect(successorOf("nlp-6fff-aaaaa", ["api-1-x", "nlp-7ddd-ccccc"])).toBe("nlp-7ddd-ccccc");
  });

  it("is nobody while the pod is there, or without one that fits", () => {
    expect(successorOf("nlp-6fff-aaaaa", ["nlp-6fff-aaaaa", "nlp-6fff-bbbbb"])).toBeNull();
    expect(successorOf("nlp-6fff-aaaaa", ["nlp-canary-7ddd-ccccc", "api-1-x"])).toBeNull();
    expect(successorOf("single", ["other"])).toBeNull();
    expect(successorOf("", ["nlp-6fff-bbbbb"])).toBeNull();
  });
});
