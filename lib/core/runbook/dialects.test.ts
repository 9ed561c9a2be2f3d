import { describe, expect, it } from "vitest";
import type { Block } from "./block";
import { plainText } from "./markdown/plain-text";
import { parseRunbook } from "./parse-runbook";
import { walkOperations, walkSections, walkSteps } from "./walk";

function read(...lines: string[]) {
  const runbook = parseRunbook({ source: lines.join("\n"), path: "x.md" });
  const blocks = [...walkSections(runbook.sections)].flatMap((section) => section.blocks);
  return {
    runbook,
    blocks,
    operations: [...walkOperations(runbook)].map(({ operation }) => operation),
    scripts: [...walkOperations(runbook)].map(({ operation }) => operation.script),
    parts: blocks.flatMap((block) => (block.kind === "code" ? block.parts : [])),
  };
}

function fence(tag: string, ...lines: string[]): string[] {
  return [`\`\`\`${tag}`, ...lines, "```"];
}

describe("prompts", () => {
  it.each([
    ["$ kubectl get pods", "kubectl get pods"],
    ["[root@node-1 ~]# systemctl restart kubelet", "systemctl restart kubelet"],
    ["admin@bastion:~/x$ df -h", "df -h"],
    ["bash-5.1# ls /data", "ls /data"],
    ["% git status", "git status"],
  ])("%s", (line, script) => {
    const { operations } = read(...fence("", line, "some output 1", "more of it"));
    expect(operations).toMatchObject([{ script, sampleOutput: "some output 1\nmore of it" }]);
  });

  it("takes `# ` for a superuser's prompt only where no other line is a command", () => {
    expect(read(...fence("console", "# kubectl get pods", "NAME   READY", "api-1  1/1")).scripts).toEqual([
      "kubectl get pods",
    ]);
    const { parts, operations } = read(...fence("bash", "# kubectl get pods", "kubectl get pods -A"));
    expect(parts.map(({ because }) => because)).toEqual(["a command written as a comment", "tagged bash"]);
    expect(operations.map(({ sampleOutput }) => sampleOutput)).toEqual([undefined, undefined]);
  });

  it("keeps a heredoc and a continued line in their command", () => {
    const { scripts } = read(...fence("", "$ cat <<EOF | kubectl apply -f -", "kind: Pod", "EOF", "pod/x created"));
    expect(scripts).toEqual(["cat <<EOF | kubectl apply -f -\nkind: Pod\nEOF"]);
  });
});

describe("blocks without a tag, or with a wrong one", () => {
  it.each([
    ["kubectl get pods", "commands"],
    ["NAME      READY   STATUS\napi-1     1/1     Running", "output"],
    ["apiVersion: v1\nkind: Pod\nmetadata:\n  name: x", "configuration"],
    ['{ "a": 1,\n  "b": [2] }', "configuration"],
    ["SELECT * FROM pg_stat_activity;", "other-language"],
    ["const heap = process.memoryUsage();", "other-language"],
    ["client --> proxy --> database", "diagram"],
    ["sum(rate(http_requests_total[5m])) by (job)", "query"],
    ["The service is down and nobody knows why", "text"],
  ])("%j is %s", (text, content) => {
    expect(read(...fence("", text)).parts).toMatchObject([{ content }]);
  });

  it("reads JSON in a fence that says bash as what it is", () => {
    const { parts, operations } = read(...fence("bash", "{", '  "replicas": 3', "}"));
    expect(parts).toMatchObject([{ content: "configuration", because: expect.stringContaining("JSON") }]);
    expect(operations).toEqual([]);
  });

  it("finds the output under a command that has no prompt", () => {
    const { operations } = read(
      ...fence(
        "bash",
        "kubectl get pods -n sie",
        "NAME    READY   STATUS",
        "api-1   1/1     Running",
        "kubectl get nodes",
      ),
    );
    expect(operations).toMatchObject([
      { script: "kubectl get pods -n sie", sampleOutput: "NAME    READY   STATUS\napi-1   1/1     Running" },
      { script: "kubectl get nodes" },
    ]);
  });
});

it("tells the languages of one fence apart, and loses none", () => {
  const source = fence(
    "bash",
    "# Look at the heap",
    "kubectl exec deploy/api -- node -v",
    "",
    "# Then in the code",
    "const used = process.memoryUsage();",
    "",
    "# And in the database",
    "SELECT pid FROM pg_stat_activity;",
  );
  const { parts, runbook } = read(...source);
  expect(parts.map(({ content }) => content)).toEqual(["commands", "other-language", "other-language"]);
  expect(plainText(runbook)).toContain("const used = process.memoryUsage();");
});

it("makes an operation of each labelled command, with or without a blank line between", () => {
  const { operations } = read(
    ...fence("bash", "# Pods", "kubectl get pods", "# Nodes", "kubectl get nodes", "# Expected: all Ready"),
  );
  expect(operations).toMatchObject([
    { label: "Pods", script: "kubectl get pods" },
    { label: "Nodes", script: "kubectl get nodes", expectations: [{ text: "Expected: all Ready" }] },
  ]);
});

it.each([
  "for p in a b; do\n  # each\n  kubectl get pod $p\ndone",
  "check() {\n  # inside\n  echo ok\n}\ncheck",
  "#!/bin/bash\n# one\nls\n\n# two\nls -l",
  "# Make it\nkubectl apply -f - <<EOF\n# no label\nkind: Pod\nEOF",
  "# Its number\nPID=$(pgrep api)\n\n# Its memory\ncat /proc/$PID/status",
])("keeps %j in one piece", (script) => {
  expect(read(...fence("bash", ...script.split("\n"))).operations).toHaveLength(1);
});

it("finds commands in comments, in sentences and in tables", () => {
  const { scripts } = read(
    ...fence("bash", "# Next steps:", "# - Check events: kubectl describe pod <pod-name>", "# - Ask the team"),
    "",
    "First run `kubectl get pods -n sie` and read what it says, then `top`.",
    "",
    "| Symptom | Do |",
    "|---|---|",
    "| Disk full | `df -h /data` |",
  );
  expect(scripts).toEqual(["kubectl describe pod <pod-name>", "kubectl get pods -n sie", "df -h /data"]);
});

it("joins a numbered list that a fence cuts in two", () => {
  const { blocks, runbook } = read(
    "1. Look",
    ...fence("bash", "ls -l"),
    "2. Act",
    ...fence("bash", "rm -r x"),
    "3. Look again",
  );
  const list = blocks.find((block): block is Extract<Block, { kind: "list" }> => block.kind === "list");
  expect(list?.items).toHaveLength(3);
  expect([...walkSteps(runbook)].map(({ step }) => step.operations.map(({ script }) => script))).toContainEqual([
    "rm -r x",
  ]);
});

it("keeps words that marks, numbers, entities and missing cells would take apart", () => {
  const { runbook } = read(
    "`pod`s of **x**y &lt;name&gt;",
    "",
    "7. seven",
    "9. nine",
    "",
    "| a |",
    "|---|",
    "| b | c |",
  );
  for (const word of ["s", "lt", "name", "9", "c"]) {
    expect(plainText(runbook).match(/[\p{L}\p{N}]+/gu)).toContain(word);
  }
});

it("takes a shell variable that the document never sets for a parameter, and no other", () => {
  const { runbook } = read(
    ...fence("bash", "psql -h $DB_HOST -U \"${DB_USER}\" -c 'SELECT $NOT_ME'"),
    ...fence("bash", "POD=$(kubectl get pod -o name)", "echo $POD $HOME ${TRIES:-3} <pod-name> $POD_NAME"),
    ...fence("bash", "for n in a b; do echo $n; done; awk '{print $NF}' file"),
  );
  expect(runbook.parameters.map(({ name, forms }) => [name, forms])).toEqual([
    ["db-host", ["$DB_HOST"]],
    ["db-user", ["${DB_USER}"]],
    ["pod-name", ["<pod-name>", "$POD_NAME"]],
  ]);
});

describe("runbooks that are one alert each", () => {
  const page = (title: string, ...lines: string[]) => read(`# ${title}`, "", ...lines).runbook.facts;

  it("takes a title of one word with humps for the alert that the page is about", () => {
    expect(page("ShopQueueStuck", "## Meaning", "Nothing leaves the queue.").alerts).toMatchObject([
      { value: "ShopQueueStuck", from: "inferred" },
    ]);
    expect(page("shopQuorumLost", "This alert fires when too few are left.").alerts).toHaveLength(1);
    expect(page("PostgreSQL", "How we run it.").alerts).toEqual([]);
    expect(page("Shop queue", "## Meaning").alerts).toEqual([]);
  });

  it("reads what stands under Impact, Done when and Escalation", () => {
    const facts = page(
      "X",
      "## Impact",
      "",
      "Nobody can buy.",
      "",
      "- carts are lost",
      "",
      "## Escalation",
      "- lasts over an hour",
      "",
      "Contact: #shop",
    );
    expect(facts.impacts.map(({ text }) => text)).toEqual(["Nobody can buy.", "carts are lost"]);
    expect(facts.escalation).toMatchObject([{ contacts: ["Contact: #shop"] }]);
    const { runbook } = read(...fence("bash", "kubectl get pods"), "", '**Done when:** every pod shows "Running"');
    expect([...walkSteps(runbook)][0]?.step.expectations).toMatchObject([
      { check: { kind: "contains", text: "Running" } },
    ]);
  });

  it("makes steps of a list under Steps or Procedure, but leaves the phase to a section around it", () => {
    const { runbook } = read("## Steps", "1. Stop the queue", "2. Wait", "", "## Diagnosis", "### Step 1", "x");
    const steps = [...walkSteps(runbook)].map(({ step }) => step.title);
    expect(steps).toEqual(["Stop the queue", "Wait"]);
    expect([...walkSections(runbook.sections)].map(({ phase }) => phase.value)).toEqual([
      "mitigation",
      "diagnosis",
      "diagnosis",
    ]);
  });
});

it("reads the fences that MkDocs indents under a tab, with their lines", () => {
  const { operations, runbook } = read(
    '=== "Linux"',
    "",
    "    Do this:",
    "",
    ...fence("bash", "# Look", "df -h").map((line) => `    ${line}`),
  );
  expect(operations).toMatchObject([{ label: "Look", script: "df -h", lines: { start: 6, end: 7 } }]);
  expect(plainText(runbook)).toContain("Do this:");
  expect(read("Look:", "", "    kubectl get pods -n shop", "", "x").operations).toMatchObject([
    { lines: { start: 3, end: 3 } },
  ]);
});

it("runs nothing that a sentence warns of", () => {
  const warned = [
    "Do not ever run `rm -rf /data` here.",
    "",
    "Use `kubectl drain node-1` instead of `kubectl delete node node-1`.",
    "",
    "- Never use `kill -9 1`",
  ];
  expect(read(...warned).scripts).toEqual(["kubectl drain node-1"]);
  expect(read("If it does not come up, run `kubectl get pods -n x`.").scripts).toHaveLength(1);
});

it.each([
  ["1. sudo systemctl reload shop", "sudo systemctl reload shop"],
  ["kubectl -n shop rollout restart deployment/shop", "kubectl -n shop rollout restart deployment/shop"],
  ["- grep -c ERROR /var/log/shop.log | tail -5", "grep -c ERROR /var/log/shop.log | tail -5"],
  ["docker restart fixes this", undefined],
  ["kubectl -n shop is what to use", undefined],
  ["git push --force is forbidden", undefined],
  ["service shop is down", undefined],
  ["top -- look at the first line", undefined],
])("reads the bare line %j as a command, or as words", (line, script) => {
  expect(read("## Mitigation", "", line).scripts[0]).toBe(script);
});

it.each([
  ['shop-psql -qtc "SELECT 1\nFROM pg_stat_activity;"', true],
  ["shopctl list", true],
  ["so-called experts", false],
  ["well-known - and read", false],
])("knows a team's own program by its name and flags: %j", (text, isCommand) => {
  expect(read(...fence("", text)).scripts).toEqual(isCommand ? [text] : []);
});
