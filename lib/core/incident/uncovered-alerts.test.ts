import { describe, expect, it } from "vitest";
import { type KnownAlert, uncoveredAlerts } from "./uncovered-alerts";

const library = {
  candidates: [{ slug: "oom", path: "oom.md", alerts: [{ value: "MemoryOOM", from: "written" as const }] }],
  nearby: [{ slug: "oom", title: "Pods run out of memory", system: "SIE", alerts: ["MemoryOOM"] }],
};

function alert(name: string, change: Partial<KnownAlert> = {}): KnownAlert {
  return { name, labels: {}, annotations: {}, source: "rule of eu-1", ...change };
}

describe("alerts without a runbook", () => {
  it("leaves out an alert that a runbook names, or that names a runbook", () => {
    const byUrl = alert("Other", { annotations: { runbook_url: "https://x/oom.md" } });
    expect(uncoveredAlerts([alert("memoryoom"), byUrl, alert("DiskFull")], library)).toMatchObject({
      alerts: [{ name: "DiskFull", close: [] }],
      coveredCount: 2,
    });
  });

  it("gathers what several sources say of one alert, and what is close to it", () => {
    const fired = alert("ContainerMemoryHigh", { labels: { severity: "critical" }, source: "fired 3 times" });
    expect(uncoveredAlerts([alert("ContainerMemoryHigh"), fired], library).alerts).toEqual([
      {
        name: "ContainerMemoryHigh",
        severity: "P1",
        sources: ["rule of eu-1", "fired 3 times"],
        close: [{ slug: "oom", title: "Pods run out of memory", shared: ["memory"] }],
      },
    ]);
  });

  it("lists an alert one of whose rules leads nowhere", () => {
    const url = alert("Twice", { annotations: { runbook_url: "oom" } });
    expect(uncoveredAlerts([url, alert("Twice", { source: "rule of us-1" })], library).alerts).toMatchObject([
      { name: "Twice", sources: ["rule of us-1"] },
    ]);
  });
});
