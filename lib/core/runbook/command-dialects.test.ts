import { describe, expect, it } from "vitest";
import { parseRunbook } from "./parse-runbook";
import { walkOperations, walkSections } from "./walk";

function read(...lines: string[]) {
  const runbook = parseRunbook({ source: ["# R", "", ...lines].join("\n"), path: "x.md" });
  const blocks = [...walkSections(runbook.sections)].flatMap((section) => section.blocks);
  const operations = [...walkOperations(runbook)].map(({ operation }) => operation);
  return {
    operations,
    scripts: operations.map(({ script }) => script),
    labelled: operations.map(({ label, script }) => [label, script]),
    contents: blocks.flatMap((block) => (block.kind === "code" ? block.parts.map(({ content }) => content) : [])),
  };
}

function fence(tag: string, ...lines: string[]): string[] {
  return [`\`\`\`${tag}`, ...lines, "```"];
}

describe("what a block with a shell's tag prints is nothing to run", () => {
  it.each([
    ["labels of an alert", " - alertname = DiskFull", "...", " - host = web-1:9100"],
    ["a date", "notAfter=Aug  6 13:11:20 2025 GMT"],
    ["a sentence", "The volume was extended by the operator."],
  ])("%s", (_, ...lines) =>
    expect(read(...fence("console", ...lines))).toMatchObject({ contents: ["output"], scripts: [] }),
  );

  it("but a program that nobody knows is run", () =>
    expect(read(...fence("console", "shopper failover web-1")).scripts).toEqual(["shopper failover web-1"]));
});

describe("lines of prose in a block head the commands under them", () => {
  it("untagged or tagged, numbered or not", () =>
    expect(
      read(
        ...fence(
          "",
          "Log in to the server",
          "ssh web-1",
          "If memory is low, restart it",
          "sudo systemctl restart nginx",
        ),
        ...fence("bash", "1. Drain the node", "kubectl drain web-1", "2. Look at it", "kubectl get node web-1"),
      ).labelled,
    ).toEqual([
      ["Log in to the server", "ssh web-1"],
      ["If memory is low, restart it", "sudo systemctl restart nginx"],
      ["1. Drain the node", "kubectl drain web-1"],
      ["2. Look at it", "kubectl get node web-1"],
    ]));

  it("and stay inside of quotes and heredocs", () => {
    const script = ['echo "Some text', 'More of that text"', "cat <<EOF > /tmp/x", "Hello to the world", "EOF"].join(
      "\n",
    );
    expect(read(...fence("bash", script)).scripts).toEqual([script]);
  });
});

describe("comments above a command", () => {
  it("that are numbered stand each for itself", () =>
    expect(
      read(
        ...fence(
          "bash",
          "# 1. Acknowledge the alert",
          "# 2. Join the channel",
          "# 3. Look at the pods",
          "kubectl get pods",
        ),
      ).labelled,
    ).toEqual([["3. Look at the pods", "kubectl get pods"]]));

  it.each(["Step 1:", "Schritt 1:", "If pods crash:"])("%s leads on to the next", (head) =>
    expect(read(...fence("bash", `# ${head}`, "# Look at the pods", "kubectl get pods")).labelled).toEqual([
      [`${head} Look at the pods`, "kubectl get pods"],
    ]),
  );

  it("show what the command above prints", () =>
    expect(read(...fence("bash", "# Disks", "df -h", "", "# Example output:", "# /dev/sda1 94%")).contents).toEqual([
      "commands",
    ]));
});

describe("shell that looks like something else", () => {
  it("a function", () => {
    const script = ["function queue() {", '  echo "${1}"', "  sleep 1", "}", "queue pods"].join("\n");
    expect(read(...fence("sh", script)).scripts).toEqual([script]);
  });

  it("an arrow behind a prompt", () =>
    expect(read(...fence("shell", "$ find_pids | perl -pe 's/.* -> //'")).scripts).toEqual([
      "find_pids | perl -pe 's/.* -> //'",
    ]));

  it.each([
    ["# pstree -pals 1\nsystemd,1\n  └─haproxy,2", "pstree -pals 1"],
    ["# kill -TERM 1827", "kill -TERM 1827"],
    ["bin/server-roles -u <user>", "bin/server-roles -u <user>"],
  ])("%s", (text, script) => expect(read(...fence("", text)).scripts).toEqual([script]));
});

it.each([
  [
    "sh",
    '// Busiest containers\ntopk(5,\n  rate(container_cpu_usage_seconds_total[4m])\n)\n\n// Nodes\nsum(node_load1{job="node"})',
    2,
  ],
  ["text", 'kubelet_volume_stats_available_bytes{\n  namespace="shop"\n}', 1],
])("reads several lines of PromQL, also with comments of slashes: %s", (tag, text, count) => {
  const { operations } = read(...fence(tag, text));
  expect(operations.map(({ language }) => language)).toEqual(Array.from({ length: count }, () => "promql"));
  expect(operations[0]?.script).not.toContain("//");
});

it.each(["https://shop.example/a?b=<c>&d=<e>", "", "\n"])("accounts for a block without anything to run: %j", (text) =>
  expect(read(...fence("bash", text)).contents).toEqual(["text"]),
);

it("takes words in brackets on a line of their own for no subshell", () => {
  const lines = ["oc rsh <shop pod>", "(From inside of it run these)", "etcdctl member list -w table"];
  expect(read(...fence("", ...lines)).scripts).toEqual(["oc rsh <shop pod>", "etcdctl member list -w table"]);
});

it("takes a flag for no subtraction", () => {
  const [operation] = read(...fence("", "lsb_release -a")).operations;
  expect(operation).toMatchObject({ language: "shell", script: "lsb_release -a" });
  expect(read(...fence("", "shop_unknown -a")).operations.map(({ language }) => language)).not.toContain("promql");
});

it.each(["[Consumer] Pool exhausted", "[Consumer] Waiting"])("takes a line of a log for output: %s", (line) =>
  expect(read(...fence("", line, line)).contents).toEqual(["output"]),
);

describe("commands of prose", () => {
  it.each([
    ["- kubectl top pod <pod>  # where there are metrics", "kubectl top pod <pod>"],
    ["kubectl top pod <pod> -n <ns>   (if there are metrics)", "kubectl top pod <pod> -n <ns>"],
    ["- redis-cli INFO memory", "redis-cli INFO memory"],
    ["Health\ncurl localhost:9200/_cluster/health", "curl localhost:9200/_cluster/health"],
    ["- sudo apache2ctl restart", "sudo apache2ctl restart"],
    ["- Look at it: `service sshd_git status`", "service sshd_git status"],
    ["- Run:\n  hostname", "hostname"],
    ["- Run:\n  ssh admin@web-1.example.com", "ssh admin@web-1.example.com"],
  ])("%s", (text, script) => expect(read(text).scripts).toEqual([script]));

  it.each([
    "Find `git pack-objects` processes that are children of `git upload-pack`.",
    "To block clients from running `git clone` or `git fetch` on it, ask us.",
    "You can also add `grep 'Nov 13'` to see one of them.",
  ])("none: %s", (text) => expect(read(text).scripts).toEqual([]));
});
