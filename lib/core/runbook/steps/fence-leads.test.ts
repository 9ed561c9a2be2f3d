import { describe, expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";
import { walkOperations, walkSteps } from "../walk";

function read(...lines: string[]) {
  const runbook = parseRunbook({ source: ["# R", "", ...lines].join("\n"), path: "x.md" });
  return {
    ids: [...walkOperations(runbook)].map(({ operation }) => operation.id),
    labels: [...walkOperations(runbook)].map(({ operation }) => operation.label),
    titles: [...walkSteps(runbook)].map(({ step }) => step.title),
  };
}

const fence = ["", "```bash", "kubectl get pods -n shop", "```"];

describe("the line above a block says what its command does", () => {
  it.each([
    ["**1. Check the pods**", "Check the pods"],
    ["**Check the pods:**", "Check the pods"],
    ["Step 2: Look at the pods:", "Look at the pods"],
    ["The shop is slow.\nLook at its pods:", "Look at its pods"],
    ["Run the following command to list the pods:", "List the pods"],
    ["To list the pods, run:", "List the pods"],
    ["To list the pods, run the following command:", "List the pods"],
    ["Check how much memory each pod is using:", "Check how much memory each pod is using"],
    ["➡️ Look at the pods:", "Look at the pods"],
    ["You can list the pods with:", "You can list the pods"],
    ["Check that all pods run.", "Check that all pods run"],
    ["It is slow. You can verify this by looking at\nits pods, e.g.:", "You can verify this by looking at its pods"],
    ["If the queue is long:", "If the queue is long"],
    ["检查容器状态：", "检查容器状态"],
  ])("%s", (line, title) => {
    const { labels, titles } = read(line, ...fence);
    expect(titles).toEqual([title]);
    expect(labels).toEqual([title]);
  });

  it.each([
    "Run the following command:",
    "Use these commands",
    "For example:",
    "Useful commands:",
    "**Resolution**:",
    "Possible causes:",
    "The shop keeps its orders in memory.",
    `Look at ${"all the pods ".repeat(10)}`,
  ])("%s does not", (line) => expect(read(line, ...fence).titles).toEqual(["kubectl get pods -n shop"]));

  it("gives way to a comment, and names none of several commands", () => {
    expect(read("Look at the pods:", "", "```bash", "# All of them", "kubectl get pods", "```").titles).toEqual([
      "All of them",
    ]);
    const two = ["```bash", "kubectl get pods", "", "# Then", "kubectl get nodes", "```"];
    expect(read("Look at the pods:", "", ...two).titles).not.toContain("Look at the pods");
  });

  it("leaves the operation's id alone, also when it changes", () => {
    expect(read("Look at the pods:", ...fence).ids).toEqual(read("Check all pods:", ...fence).ids);
  });
});

it("a command that stands alone is told by the line above, and one under words by these", () => {
  expect(read("Look at the pods:", "", "kubectl get pods -n shop").titles).toEqual(["Look at the pods"]);
  expect(read("2. The pods:\n   kubectl get pods -n shop").titles).toEqual(["The pods"]);
  expect(read("Estado del cluster\nkubectl get pods -n shop").titles).toEqual(["Estado del cluster"]);
  expect(read("kubectl get pods -n shop\nLook for restarts.").titles).toEqual([
    "kubectl get pods -n shop Look for restarts.",
  ]);
});

it("a block in a list is led by the line above it, and not by the item's own", () => {
  const item = ["1. Look at the shop", "", "   Is the network well?", "", "   **Look at its pods:**"];
  const block = ["   ```bash", "   kubectl get pods -n shop", "   ```"];
  expect(read(...item, ...block)).toMatchObject({ titles: ["Look at the shop"], labels: ["Look at its pods"] });
  expect(read("1. Look at the shop:", ...block).labels).toEqual(["kubectl get pods -n shop"]);
});

it("a comment that only leads on to the next command is no name for it", () => {
  const lines = ["```bash", "# The pods", "docker ps | grep shop", "# or", "kubectl get pods -l app=shop", "```"];
  expect(read(...lines).labels).toEqual(["The pods", "kubectl get pods -l app=shop"]);
});
