import { describe, expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";
import { walkOperations, walkSteps } from "../walk";

function read(...lines: string[]) {
  const runbook = parseRunbook({ source: lines.join("\n"), path: "x.md" });
  return {
    scripts: [...walkOperations(runbook)].map(({ operation }) => operation.script),
    titles: [...walkSteps(runbook)].map(({ step }) => step.title),
  };
}

describe("inline code of which a sentence only tells is nothing to run", () => {
  it.each([
    "The login falls back to `gh auth token`.",
    "This is what `kubectl drain web-1` does.",
    "Use the button instead of `rm -rf ./x`.",
    "The cron job runs `./backup.sh --all` each night.",
    "At 10:32 Ann ran `kubectl delete ns shop`.",
    "The pod was deleted by a manual `kubectl delete pod web-0`.",
    "`kubectl delete pod web-0` is dangerous here.",
    "If `kubectl drain web-1` fails, call us.",
    "~~Run `kubectl delete pod web-0` first.~~",
    "Look with `kubectl describe` and `docker exec`.",
    "Revoke them via `aws iam list-roles --query` of the team.",
    "!!! warning\n    Do not purge it before: `ceph osd purge 4 --force`",
    "10:40 Restarted with `systemctl restart shop`",
    "NOTE: `kubectl delete deploy/shop` must never be used.",
    "❌ Bad: `kill -9 1`",
    "The script called `rm -rf /data/cache`",
    "Do not run `scripts/failover.sh` here.",
    "The cron job runs `scripts/backup.sh`.",
    "See `scripts/failover.sh` for how it is done.",
    "Run `failover` from the console.",
    "Run `docs/failover.md` by the lead.",
  ])("%s", (line) => expect(read("# R", "", line, "", `- ${line}`).scripts).toEqual([]));

  it.each([
    ["Restart it: `kubectl rollout restart deploy/shop`", "kubectl rollout restart deploy/shop"],
    ["Check the output of `kubectl get pods -n shop`.", "kubectl get pods -n shop"],
    ["`kubectl get nodes` shows which one is down.", "kubectl get nodes"],
    ["Do not panic: run `kubectl get pods -n shop`.", "kubectl get pods -n shop"],
    ["If it fails, run `systemctl restart shop` instead.", "systemctl restart shop"],
    ["Run `scripts/failover.sh` to demote the primary.", "scripts/failover.sh"],
    ["In staging, execute the script `./chaos/redis_down.sh` first.", "./chaos/redis_down.sh"],
    ["Re-run `../bin/failover`", "../bin/failover"],
  ])("%s", (line, script) => expect(read("# R", "", line).scripts).toEqual([script]));
});

it("what a timeline tells was done is nothing to do", () => {
  const rows = ["| Time | Event |", "|---|---|", "| 10:02 | `kubectl rollout undo deploy/shop` |"];
  expect(read("## Timeline", "", "- 10:01 `kubectl get pods -n shop`", "", ...rows).scripts).toEqual([]);
  expect(read("## Steps", "", ...rows).scripts).toHaveLength(1);
});

describe("a command that stands alone is one", () => {
  it.each([
    "`kafka-topics.sh list`",
    "**`gluster volume status`**",
    "- `pcs status`",
    "`./scripts/restart.sh`",
    "ceph osd set noout",
    "./scripts/restart.sh production",
    "1. nodetool status",
  ])("%s", (line) => expect(read("# R", "", line).scripts).toEqual([line.replace(/^(?:- |1\. )|[*`]/g, "")]));

  it.each(["`docker top`", "- `node count`", "`<pool_name>`", "- `restart`", "ceph osd is down", "./data/notes.md"])(
    "%s is none",
    (line) => expect(read("# R", "", line).scripts).toEqual([]),
  );
});

describe("a heading that tells somebody to run something", () => {
  it.each([
    ["## Run `kubectl get pods -n shop`", "kubectl get pods -n shop"],
    ["## Step 2: Check the pods with `kubectl get pods`", "kubectl get pods"],
    ["## `kubectl get pods -n shop`", "kubectl get pods -n shop"],
  ])("%s", (line, script) => {
    const { scripts, titles } = read("# R", "", line, "", "Look at what it says.");
    expect(scripts).toEqual([script]);
    expect(titles).toEqual([line.slice(3).replaceAll("`", "")]);
  });

  it.each([
    "## Failure in `git am`",
    "## `docker exec`",
    "## Run `docker exec` on a container",
    "## `podman run -it` fails",
  ])("%s tells nothing", (line) => expect(read("# R", "", line).scripts).toEqual([]));

  it("and shows it below is told once", () => {
    expect(read("## Run `kubectl get pods`", "", "```bash", "kubectl get pods", "```").scripts).toHaveLength(1);
  });
});

describe("a list that tells what to do is steps", () => {
  it.each([
    ["## Diagnosis", ["1. Open the dashboard", "2. If it is red, look at the database"]],
    ["## The shop", ["1. Open the dashboard", "2. Wait five minutes"]],
    ["## Mitigation", ["- Restart the exporter", "- Scale up"]],
    ["# Shop Runbook", ["1. Page the lead", "2. Look"]],
  ])("%s", (heading, items) => {
    expect(read(heading, "", ...items).titles).toEqual(items.map((item) => item.replace(/^\S+ /, "")));
  });

  it.each([
    ["# Runbook", ["1. Memory of the shop", "2. Disk of the shop"]],
    ["# Runbook", ["- The shop has three pods", "- The database has two"]],
    ["## Diagnosis", ["- Memory leak", "- Slow queries"]],
    ["## Common causes", ["1. Restart loops", "2. Scale events"]],
    ["## Mitigation\n\nPossible causes:", ["- Open connections exceed the limit"]],
    ["## Prevention", ["- Add an alert"]],
    ["## Verification\n\n**Interpretation:**", ["- The port is closed\n  - Restart loops are likely"]],
    ["## Architecture", ["1. A request arrives", "2. The shop answers"]],
  ])("%s holds facts", (heading, items) => expect(read(heading, "", ...items).titles).toEqual([]));
});

it("what is to be verified is looked at item by item", () => {
  expect(read("## Verification", "", "- The queue is short", "- No new alerts").titles).toEqual([
    "The queue is short",
    "No new alerts",
  ]);
});
