import { expect, it } from "vitest";
import { splitOperations } from "./split-operations";

const parts = (text: string) =>
  splitOperations(text, "shell").map(({ label, script, remarks, isComment }) => [
    isComment ? `(${label})` : label,
    script.split("\n").length > 1 ? "…" : script,
    ...remarks,
  ]);

it("a comment behind a gap heads what nobody knows, too: a change is not run with the check above it", () => {
  expect(
    parts("# Verify the tunnel\nping -c 3 10.0.0.1\n\n# If it is stuck, fail over\nmytool failover --yes"),
  ).toEqual([
    ["Verify the tunnel", "ping -c 3 10.0.0.1"],
    ["If it is stuck, fail over", "mytool failover --yes"],
  ]);
  expect(parts("ls\n\n# Note: this wipes it\n(cd /opt && ./wipe.sh)")).toHaveLength(2);
});

it("what is expected belongs to the command above, also at the end", () => {
  expect(parts("kubectl get pods\n\n# Expected: 3/3 Running")).toEqual([
    [null, "kubectl get pods", "Expected: 3/3 Running"],
  ]);
  expect(parts("kubectl get pods\n\n# If one is missing: scale")).toHaveLength(2);
});

it("the nearest comment names a command; a numbered one above it is another step", () => {
  expect(parts("# Common slow operations\n\n# Count the keys\nredis-cli DBSIZE")).toEqual([
    ["Count the keys", "redis-cli DBSIZE", "Common slow operations"],
  ]);
  expect(parts("# 1. Stop the broker by hand\n\n# 2. Where its data is\nls data\n\n# 3. Call the team")).toEqual([
    ["(1. Stop the broker by hand)", ""],
    ["2. Where its data is", "ls data"],
    ["(3. Call the team)", ""],
  ]);
});

it("a condition that leads on stays the name of what follows", () => {
  expect(parts("# If memory is over 80%:\n\n# Option 1\nkubectl get pods")).toEqual([
    ["If memory is over 80%: Option 1", "kubectl get pods"],
  ]);
});
