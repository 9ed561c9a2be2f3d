import { describe, expect, it } from "vitest";
import { chooseRunbook } from "./choose-runbook";

const candidates = [
  { slug: "sie-memory-oom", path: "sie-memory-oom.md", alerts: [{ value: "MemoryOOM", from: "front-matter" }] },
  { slug: "tickstorm", path: "team/tickstorm.md", alerts: [{ value: "TickStormMemoryUsageHigh", from: "written" }] },
  { slug: "other", path: "other.md", alerts: [{ value: "MemoryOOM", from: "written" }] },
] as const;

describe("chooseRunbook", () => {
  it.each([
    [
      "a runbook_url's file name",
      { runbook_url: "https://git.example.com/runbooks/sie-memory-oom.md" },
      "x",
      { slug: "sie-memory-oom", because: "runbook_url" },
    ],
    [
      "a runbook_url's slug, with an anchor",
      { runbook_url: "https://wiki.example.com/Tickstorm/?v=2#top" },
      "x",
      { slug: "tickstorm", because: "runbook_url" },
    ],
    ["the name in the text before front matter", {}, "MemoryOOM", { slug: "other", because: "alert name" }],
    ["a name in any case", {}, "tickstormmemoryusagehigh", { slug: "tickstorm", because: "alert name" }],
    [
      "the alert's name when the url leads nowhere",
      { runbook_url: "https://x.example.com/gone" },
      "TickStormMemoryUsageHigh",
      { slug: "tickstorm", because: "alert name" },
    ],
  ])("chooses by %s", (_how, annotations, alertname, choice) => {
    expect(
      chooseRunbook({ labels: { alertname }, annotations: annotations as Record<string, string> }, candidates),
    ).toEqual(choice);
  });

  it("falls back on front matter", () => {
    const only = candidates.slice(0, 1);
    expect(chooseRunbook({ labels: { alertname: "MemoryOOM" }, annotations: {} }, only)).toEqual({
      slug: "sie-memory-oom",
      because: "front matter",
    });
  });

  it("asks a person when nothing fits, also for an empty url", () => {
    expect(
      chooseRunbook({ labels: { alertname: "DiskFull" }, annotations: { runbook_url: "" } }, candidates),
    ).toBeNull();
  });
});
