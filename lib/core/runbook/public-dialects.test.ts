import { describe, expect, it } from "vitest";
import { parseRunbook } from "./parse-runbook";
import { walkOperations, walkSections, walkSteps } from "./walk";

function read(...lines: string[]) {
  const runbook = parseRunbook({ source: lines.join("\n"), path: "the-file.md" });
  const blocks = [...walkSections(runbook.sections)].flatMap((section) => section.blocks);
  const operations = [...walkOperations(runbook)].map(({ operation }) => operation);
  return {
    runbook,
    facts: runbook.facts,
    blocks,
    operations,
    scripts: operations.map(({ script }) => script),
    steps: [...walkSteps(runbook)].map(({ step }) => step),
    parts: blocks.flatMap((block) => (block.kind === "code" ? block.parts : [])),
    parameters: runbook.parameters.map(({ name, forms }) => [name, ...forms].join(" ")),
  };
}

function fence(tag: string, ...lines: string[]): string[] {
  return [`\`\`\`${tag}`, ...lines, "```"];
}

describe("comments of a block", () => {
  it("what is expected of the command above does not head the one below", () => {
    const { operations } = read(
      ...fence(
        "bash",
        "# Look at the disks",
        "df -h",
        "",
        "# Expected output:",
        "# /dev/sda1 94%",
        "",
        "# Count",
        "df -i",
      ),
    );
    expect(operations.map(({ label }) => label)).toEqual(["Look at the disks", "Count"]);
    expect(operations[0]?.expectations).toMatchObject([{ text: "Expected output:" }]);
  });

  it("a condition that ends in a colon speaks of what follows", () => {
    const { steps } = read(...fence("bash", "# Look", "df -h", "", "# If it is full:", "", "# Clean", "rm -r /tmp/x"));
    expect(steps.map(({ title }) => title)).toEqual(["Look", "If it is full: Clean"]);
  });

  it("names the script and not the shell that it is for", () => {
    expect(read(...fence("bash", "#!/bin/bash", "# daily-check.sh", "df -h")).steps).toMatchObject([
      { title: "daily-check.sh" },
    ]);
  });

  it("an arrow in a comment makes no drawing of a command that nobody knows", () => {
    expect(read(...fence("bash", "shopper failover", "# A record -> standby")).parts).toMatchObject([
      { content: "commands" },
    ]);
  });
});

describe("what blocks of other tools are", () => {
  it.each([
    ["sql", "kill 1234;"],
    ["markdown", "kubectl delete pod web-0"],
    ["diff", "sed -i s/a/b/ x.conf"],
    ["python", "kill 1234;"],
  ])("a block that is tagged %s is no shell", (tag, line) => {
    expect(read(...fence(tag, line)).operations).toEqual([]);
  });

  it.each([
    ["(shop_db_size_bytes / shop_quota_bytes) * 100", "query"],
    ["sum by (pod) (\n  rate(shop_requests_total[5m])\n)", "query"],
    ["mysql> start slave;\nQuery OK, 0 rows affected", "other-language"],
    ["shop=# create database x;", "other-language"],
    ["rs0:PRIMARY> rs.stepDown()", "other-language"],
    ["GET _cluster/health?pretty", "other-language"],
    ["$Name = Read-Host -Prompt 'x'\nRestart-Service -Name $Name", "other-language"],
    ["C:\\> netstat -ano | findstr :80", "other-language"],
    ["PS C:\\> cd C:\\Program Files\\shop", "other-language"],
    ["# shopctl list\n+-----+----+\n| a   | 1  |", "commands"],
    ["# kubectl apply -f this.yaml\napiVersion: v1\nkind: Pod", "configuration"],
    ["sc query spooler\nnet stop spooler", "other-language"],
    ["PS C:\\Users\\ann> kubectl get pods", "commands"],
  ])("%j is %s", (text, content) => {
    expect(read(...fence("", text)).parts).toMatchObject([{ content }]);
  });

  it.each([
    ["yaml", ["# Look", "kubectl get pods -n shop", "kubectl logs shop-0 \\", "  -n shop"], "commands"],
    ["python", ["$ kubectl get pods"], "commands"],
    ["json", ["curl -s http://shop:9200/_cat/indices"], "commands"],
    ["python", ["for x in y:", "    print(x)"], "other-language"],
    ["yaml", ["command: kubectl get pods"], "configuration"],
    ["dockerfile", ["FROM x", "RUN curl -s http://x.test"], "configuration"],
  ])("a block tagged %s with %j is %s", (tag, lines, content) => {
    expect(read(...fence(tag, ...lines)).parts[0]).toMatchObject({ content });
  });

  it("takes a metric for no command, also where the block says that it is one", () => {
    expect(read(...fence("console", "(shop_size_bytes - shop_used_bytes)/1024")).operations).toMatchObject([
      { language: "promql" },
    ]);
    expect(read(...fence("bash", "run_migrations")).operations).toMatchObject([{ language: "shell" }]);
  });

  it("does not run what is typed into a client that a command has opened", () => {
    expect(read(...fence("", "sudo -u postgres psql", "postgres=# create database shop;")).operations).toMatchObject([
      { script: "sudo -u postgres psql", sampleOutput: "postgres=# create database shop;" },
    ]);
  });
});

describe("what is no command", () => {
  it("what the line above warns of is only shown", () => {
    const { parts, scripts } = read("**Do not run this on the primary:**", "", ...fence("bash", "rm -rf /data"));
    expect(parts).toMatchObject([{ content: "text", because: "the line above warns of it" }]);
    expect(scripts).toEqual([]);
  });

  it("a program's help is output, whatever the tag", () => {
    expect(read(...fence("shell", "  --dry-run=false:", "        simulate it")).parts).toMatchObject([
      { content: "output" },
    ]);
  });

  it("a mark before output goes on with a command that is open, and with no other", () => {
    const [done] = read(...fence("console", "$ tsh status", "> Profile: ann", "  Roles: dev")).operations;
    expect(done).toMatchObject({ script: "tsh status", sampleOutput: "> Profile: ann\n  Roles: dev" });
    const [open] = read(...fence("console", "$ for pod in a b; do", '>   echo "$pod"', "> done", "a")).operations;
    expect(open).toMatchObject({ script: 'for pod in a b; do\n  echo "$pod"\ndone', sampleOutput: "a" });
  });

  it("a client's lines are not run in the shell that opened it", () => {
    expect(
      read(...fence("bash", "geth attach http://x:8545", "> eth.syncing", "> net.peerCount")).operations,
    ).toMatchObject([{ script: "geth attach http://x:8545", sampleOutput: "> eth.syncing\n> net.peerCount" }]);
    expect(read(...fence("bash", "df -h", "> /var/log/x.log")).scripts).toEqual(["df -h\n> /var/log/x.log"]);
  });

  it("a tutorial's fence ends where it is marked", () => {
    const { runbook, scripts } = read("```bash", "df -h", "```{{exec}}", "", "Words");
    expect(scripts).toEqual(["df -h"]);
    expect(runbook.repairs).toEqual(["closed fences that a tutorial marks with {{exec}}"]);
  });
});

describe("lists that fences cut apart", () => {
  it("go on where each item has the number one", () => {
    const { steps } = read(
      "1. Reload",
      "",
      ...fence("", "nginx -t"),
      "",
      "It says ok.",
      "",
      "1. Look",
      "",
      ...fence("", "df -h"),
    );
    expect(steps.map(({ title, operations }) => [title, ...operations.map(({ script }) => script)])).toEqual([
      ["Reload", "nginx -t"],
      ["Look", "df -h"],
    ]);
  });

  it("end where words begin another one", () => {
    const { blocks } = read(
      "1. Reload",
      "",
      ...fence("", "nginx -t"),
      "",
      "By hand:",
      "",
      "1. Look",
      "",
      ...fence("", "df -h"),
    );
    expect(blocks.filter(({ kind }) => kind === "list")).toHaveLength(2);
  });
});

describe("what is listed under what is expected", () => {
  it("belongs to the command above, and a piece of code is what to look for", () => {
    const { operations, steps } = read(
      ...fence("bash", "vault status"),
      "",
      "Expected:",
      "",
      "- `Sealed: false`",
      "- One leader",
      "- Lag < 10%",
    );
    expect(operations).toHaveLength(1);
    expect(steps[0]?.expectations).toMatchObject([
      { text: "Sealed: false", check: { kind: "contains", text: "Sealed: false" } },
      { text: "One leader" },
      { text: "Lag < 10%", check: { kind: "threshold", quantity: { value: 0.1 } } },
    ]);
  });
});

describe("who is called", () => {
  it("a document about on-call is not all of it a ladder", () => {
    const { facts } = read("# On-Call Runbook", "- Ring Ann", "## Disk", "- Look", "## Escalation", "- Page the lead");
    expect(facts.escalation).toMatchObject([{ title: "Escalation", criteria: ["Page the lead"] }]);
  });

  it("a line says it where no section does", () => {
    expect(read("**Escalation:** page the lead after 15 minutes").facts.escalation).toMatchObject([
      { level: 1, title: "page the lead after 15 minutes", afterSeconds: 900 },
    ]);
    expect(read("Escalation: team A", "", "Escalation: team B").facts.escalation).toEqual([]);
    expect(read("Escalation: it grows worse").facts.escalation).toEqual([]);
  });

  it("a level ends with its section", () => {
    const { facts } = read("# Escalation", "## Tiers", "- L1: Ann", "- L2: Bob", "## Hours", "- Nine to five");
    expect(facts.escalation.map(({ title, criteria }) => [title, ...criteria])).toEqual([["L1: Ann"], ["L2: Bob"]]);
  });
});

describe("commands in plain words", () => {
  it.each([
    ["1. Look at the containers: docker compose ps", "docker compose ps"],
    ["1. Inspect: docker compose logs -f <service>", "docker compose logs -f <service>"],
    ["1. Run:\n   systemctl stop shop", "systemctl stop shop"],
    ["Pods of the shop: kubectl get pods --namespace shop", "kubectl get pods --namespace shop"],
    ["1. Is it sealed: `vault status`", "vault status"],
    ["Look: 'kubectl logs shop-0 --previous'", "kubectl logs shop-0 --previous"],
    ["1. **Unlock it:**\n   terraform force-unlock <LOCK_ID>", "terraform force-unlock <LOCK_ID>"],
    ["Then `$> tsh login --proxy=shop`", "tsh login --proxy=shop"],
    ["1. Read it: `tail -100 /var/log/x.log | jq .`", "tail -100 /var/log/x.log | jq ."],
  ])("%j", (text, script) => {
    expect(read(text).scripts).toEqual([script]);
  });

  it.each([
    "Prerequisites: kubectl access",
    "Never run: kubectl delete pod shop-0",
    "- ❌ `docker system prune -a` was run",
    "The docker compose logs are in the bucket.",
    "kubectl logs should show nothing",
    "Like `docker run --rm ...` of old.",
  ])("%j is none", (text) => {
    expect(read(text).scripts).toEqual([]);
  });
});

describe("what is left open", () => {
  it.each([
    ["kubectl get pods -n [TEAM_NAMESPACE]", "team-namespace [TEAM_NAMESPACE]"],
    ["kubectl logs %POD_NAME%", "pod-name %POD_NAME%"],
    ["kubectl logs {POD_NAME}", "pod-name {POD_NAME}"],
    ["kubectl logs pod-name -n shop", "pod-name pod-name"],
    ["deploy --to [blue|green]", "blue-green [blue|green]"],
    ["X=<the place, as in the list>", "the-place-as-in-the-list <the place, as in the list>"],
    ["kubectl get pods -n <命名空间>", "命名空间 <命名空间>"],
    ["systemctl status [서비스명]", "서비스명 [서비스명]"],
  ])("%s", (script, parameter) => {
    expect(read(...fence("bash", script)).parameters).toEqual([parameter]);
  });

  it.each([
    "kubectl get pods -o go-template='{{range .items}}{{.metadata.name}}{{end}}'",
    "grep '[A-Z_]' x.log",
    "[ -f /tmp/x ] && cat /tmp/x",
    "date +%Y%m%d",
    "kubectl get pods -o wide | awk '$8 == \"<none>\" {print $1}'",
    "kubectl get svc | grep '<pending>'",
    "jq -r 'capture(\"(?<major>[0-9]+)\").major' x.json",
  ])("%s leaves nothing open", (script) => {
    expect(read(...fence("bash", script)).parameters).toEqual([]);
  });

  it("what a site's generator fills in is no parameter", () => {
    expect(read("Use {{ page.packageName }} of {{ site.title }}.").parameters).toEqual([]);
  });

  it("what has its address elsewhere is a link, and `<TBD>` nothing yet", () => {
    expect(
      read("See [the guide][run-guide] and [other-guide].", "", "[other-guide]: https://x.test").parameters,
    ).toEqual([]);
    expect(read("Primary: <TBD>, in [my_region] of it").parameters).toEqual(["region [my_region]"]);
  });

  it.each([
    ["keyspace", "free"],
    ["stage", "free"],
    ["vhost", "free"],
    ["database", "free"],
    ["percentage", "free"],
    ["api-key", "secret"],
    ["image-tag", "image"],
    ["node-ip", "node"],
    ["vip", "host"],
    ["start_time", "time"],
  ])("<%s> is %s", (name, kind) => {
    expect(read(...fence("bash", `run-it --x <${name}>`)).runbook.parameters).toMatchObject([
      { kind: { value: kind } },
    ]);
  });
});

describe("what a document says of itself", () => {
  it("takes no choice, no template and no head of a table for a fact", () => {
    expect(read("**Severity**: [Critical | Warning | Info]", "", "**Owner**: [Team]", "").facts).not.toHaveProperty(
      "owner",
    );
    expect(read("- Priority: Critical / High / Low").facts).not.toHaveProperty("severity");
    const table = ["| Severity | Who | When |", "|---|---|---|", "| SEV-1 | Ann | now |"];
    expect(read(...table).facts).not.toHaveProperty("severity");
    expect(read("| Severity | Description |", "|---|---|", "| Owner | Ann |").facts).toMatchObject({
      owner: { value: "Ann" },
    });
  });

  it("reads fields that share a line", () => {
    expect(read("> **Service:** Shop  |  **Severity:** SEV2  |  **Owner:** sre").facts).toMatchObject({
      system: { value: "Shop" },
      severity: { value: "SEV2" },
      owner: { value: "sre" },
    });
  });

  it("reads a severity that has a heading of its own, when there is one", () => {
    expect(read("# R", "## Severity", "**CRITICAL** - at once").facts.severity?.value).toBe("CRITICAL");
    expect(read("# R", "## Severity", "Warning at 30s, Critical at 300s").facts).not.toHaveProperty("severity");
    expect(
      read("# R", "## A", "### Severity", "`Critical`", "## B", "### Severity", "`Warning`").facts,
    ).not.toHaveProperty("severity");
  });

  it("reads the figures of a row as those of what it names, and minutes as no megabytes", () => {
    const { facts } = read("| Alert | Warning | Critical |", "|---|---|---|", "| Error rate | > 1% | > 5% over 5m |");
    expect(facts.thresholds.map(({ subject, quantity }) => [subject, quantity.value, quantity.windowSeconds])).toEqual([
      ["Error rate", 0.01, 300],
      ["Error rate", 0.05, 300],
    ]);
  });

  it("tells an alert's name from a title", () => {
    expect(read("## Alert: RabbitMQ Queue Depth > 10").facts.alerts).toEqual([]);
    expect(read("Alerts: ShopDown (critical), ShopSlow and PagerDuty").facts.alerts.map(({ value }) => value)).toEqual([
      "ShopDown",
      "ShopSlow",
    ]);
    expect(read("**Alert Name**: `p99_latency_high`").facts.alerts).toMatchObject([{ value: "p99_latency_high" }]);
    expect(read("# CPUThrottlingHigh", "## Meaning", "It is slow.").facts.alerts).toMatchObject([
      { value: "CPUThrottlingHigh" },
    ]);
  });

  it("finds the title under a comment, and one without its frame", () => {
    expect(read("<!-- generated -->", "", "# The shop is down").runbook.title).toBe("The shop is down");
    expect(read("========", "SHOP REBOOT", "========").runbook.title).toBe("SHOP REBOOT");
  });

  it("takes neither a label nor a value for a decision", () => {
    expect(read("**When to run:** after a restart").steps).toEqual([]);
    expect(read("If it crashes: out of memory. -> Goto Phase 3", "## Phase 3: Restart").steps).toMatchObject([
      {
        decisions: [{ condition: "it crashes", outcome: "out of memory. -> Goto Phase 3", leadsTo: "phase-3-restart" }],
      },
    ]);
    expect(read("If it says `Sealed: true`, go to Unseal").steps).toMatchObject([
      { decisions: [{ condition: "it says Sealed: true", outcome: "go to Unseal" }] },
    ]);
  });
});

describe("steps and phases", () => {
  it("what a runbook lists under its title is what to do, and its contents are not", () => {
    expect(read("# Shop Runbook", "1. Page the lead", "2. Look").steps.map(({ title }) => title)).toEqual([
      "Page the lead",
      "Look",
    ]);
    expect(
      read("# Shop Runbook", "1. [Overview](#overview)", "2. [Look](#look)", "## Overview", "## Look").steps,
    ).toEqual([]);
  });

  it.each([
    ["故障排查", "diagnosis"],
    ["恢复步骤", "mitigation"],
    ["エスカレーション", "escalation"],
    ["복구 절차", "mitigation"],
    ["Síntomas", "detection"],
    ["Diagnóstico", "diagnosis"],
    ["Solução", "mitigation"],
    ["Vérification", "verification"],
    ["Fehlersuche", "diagnosis"],
    ["Восстановление", "mitigation"],
    ["Prevención", "prevention"],
  ])("%s is %s", (title, phase) => {
    const { runbook } = read("# R", `## ${title}`);
    expect([...walkSections(runbook.sections)].at(-1)?.phase.value).toBe(phase);
  });
});
