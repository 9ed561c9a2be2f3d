import { expect, it } from "vitest";
import { closeRunbooks, type NearbyRunbook } from "./close-runbooks";

const runbook = (slug: string, title: string, alerts: readonly string[] = []): NearbyRunbook => ({
  slug,
  title,
  system: null,
  alerts,
});
const library = [
  runbook("oom", "SIE memory: OOM kills", ["MemoryOOM"]),
  runbook("disk", "Disk is full"),
  runbook("leak", "Memory leak in the API"),
];

it("finds runbooks by the words of an alert's name, the rarer word first, and says which", () => {
  expect(closeRunbooks({ name: "ContainerOOMKilled", words: [] }, library)).toEqual([
    { slug: "oom", title: "SIE memory: OOM kills", shared: ["oom", "kill"] },
  ]);
  expect(closeRunbooks({ name: "HighMemoryLeak", words: [] }, library).map(({ slug }) => slug)).toEqual([
    "leak",
    "oom",
  ]);
});

it("knows words from labels too", () => {
  expect(closeRunbooks({ name: "Watchdog", words: ["disk-exporter"] }, library)).toMatchObject([{ slug: "disk" }]);
});

it("does not call a runbook close for a word that every alert has", () => {
  expect(
    closeRunbooks({ name: "KubeAlertHighErrorRate", words: [] }, [runbook("x", "High error rate alerts")]),
  ).toEqual([]);
});
