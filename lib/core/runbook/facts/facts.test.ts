import { describe, expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";
import { walkSections } from "../walk";

function facts(...lines: string[]) {
  return parseRunbook({ source: lines.join("\n"), path: "x.md" }).facts;
}

function parameters(...lines: string[]) {
  return parseRunbook({ source: lines.join("\n"), path: "x.md" }).parameters;
}

describe("the next review", () => {
  it.each([
    [["**Next review:** 2026-05-01"], "2026-05-01"],
    [["**Last Updated:** 2026-01-04", "", "**Review Frequency:** Monthly"], "2026-02-03"],
    [["| Last reviewed | 2026-01-04 |", "|---|---|", "| Review cycle | every 2 weeks |"], "2026-01-18"],
    [["**Last updated:** 2026-01-04"], undefined],
    [["Last reviewed: January 4, 2026", "", "Review frequency: monthly"], "2026-02-03"],
    [["Review due: March 2026"], "2026-03-31"],
    [["Next review: 01/02/2026"], undefined],
    [["Next review: 2026-02-30"], undefined],
  ])("%j is due %s", (lines, due) => {
    expect(facts(...lines).reviewDue?.value).toBe(due);
  });
});

it("reads business hours, impacts, notices and follow-ups", () => {
  const found = facts(
    "> **Business Hours Only**: Yes",
    "",
    "- **User Impact**: slow answers",
    "- **SLA impact:** 99.9%",
    "",
    "Post to #incidents every 15 minutes.",
    "",
    "## Follow-up",
    "| Action | Owner |",
    "|---|---|",
    "| Raise the limit | Ann |",
  );
  expect(found.businessHoursOnly).toMatchObject({ value: true, from: "written", lines: { start: 1 } });
  expect(found.impacts.map(({ text }) => text)).toEqual(["User Impact: slow answers", "SLA impact: 99.9%"]);
  expect(found.notifications.map(({ text }) => text)).toEqual(["Post to #incidents every 15 minutes."]);
  expect(found.followUps.map(({ text }) => text)).toEqual(["Raise the limit · Ann"]);
  expect(facts("Business hours only: no").businessHoursOnly?.value).toBe(false);
});

it("takes ticked lines without list marks for the checklist", () => {
  const { resolutionChecklist } = facts("## Resolution Checklist", "✔ Memory is back (<80%)", "☐ Pods stable");
  expect(resolutionChecklist).toMatchObject([
    { text: "Memory is back (<80%)", lines: { start: 2, end: 2 }, check: { kind: "memory-below" } },
    { text: "Pods stable", lines: { start: 3, end: 3 } },
  ]);
});

it("lets front matter override what is inferred", () => {
  const source = `---
headroom:
  trigger: RSS over the limit
  slaImpact: none
  businessHoursOnly: true
  thresholds: ["memory > 70% for 10 minutes"]
  phases: { "Odd title": verification }
  parameters:
    POD_NAME: { kind: pod, default: api-0 }
---
# R
**Trigger:** something else

Memory > 90%

## Odd title

\`\`\`bash
kubectl describe pod $POD_NAME
\`\`\`
`;
  const runbook = parseRunbook({ source, path: "x.md" });
  expect(runbook.facts).toMatchObject({
    trigger: { value: "RSS over the limit", from: "front-matter" },
    slaImpact: { value: "none", from: "front-matter" },
    businessHoursOnly: { value: true, from: "front-matter" },
    thresholds: [{ quantity: { value: 0.7, windowSeconds: 600 } }],
  });
  expect(runbook.parameters).toMatchObject([
    { name: "pod-name", kind: { value: "pod", from: "front-matter" }, defaultValue: "api-0" },
  ]);
  expect([...walkSections(runbook.sections)].at(-1)?.phase).toEqual({ value: "verification", from: "front-matter" });
});

it.each([
  ["<pod-name>", "pod"],
  ["<container>", "container"],
  ["<deployment>", "deployment"],
  ["<node>", "node"],
  ["<namespace>", "namespace"],
  ["<db-host>", "host"],
  ["<pid>", "pid"],
  ["<service-url>", "url"],
  ["<start-time>", "time"],
  ["<image-tag>", "image"],
  ["<api-token>", "secret"],
  ["<access-key>", "secret"],
  ["<partition-key>", "free"],
  ["<reason>", "free"],
])("%s stands for a %s, and says wherever it stands", (form, kind) => {
  const found = parameters(
    "```bash",
    `one ${form}`,
    "```",
    `Write ${form} down.`,
    "- [ ] done",
    "",
    "```bash",
    `two ${form}`,
    "```",
  );
  expect(found).toMatchObject([{ kind: { value: kind, from: "inferred" }, forms: [form] }]);
  expect(found[0]?.lines.map(({ start }) => start).sort()).toEqual([2, 4, 8]);
});

describe("the severity of a line or a section", () => {
  it.each([
    [["**Severity**: Critical (see https://wiki/sev)"], "Critical (see https://wiki/sev)"],
    [["Severity: P1 - paged 24/7, see docs/oncall"], "P1 - paged 24/7, see docs/oncall"],
    [["Severity: Critical / High / Low"], undefined],
    [["Severity: P1 (Critical) | P2 (High) | P3"], undefined],
    [["## Severity", "**Critical** - high latency for all"], "Critical"],
    [["## Severity", "- **Critical**: outage", "- **Low**: a high load"], undefined],
    [["## Severity", "It is high to critical"], undefined],
  ])("%j is %s", (lines, severity) => {
    expect(facts("# R", ...lines).severity?.value).toBe(severity);
  });
});

describe("the names of alerts", () => {
  it.each([
    [["Alert: MySQL down"], []],
    [["Alerts: RabbitMQ, PostgreSQL, OpenSearch, GraphQL and CloudFront"], []],
    [["Alert: the CloudRun service is away"], []],
    [["Alert: the ShopDown one"], ["ShopDown"]],
    [["Alert: `ShopGone`"], ["ShopGone"]],
    [["# PostgreSQL", "## Impact", "None."], []],
    [["# RabbitMQ Runbook", "This alert fires."], []],
    [["# ShopVPNDown Remediation Runbook", "This alert fires when it is down."], ["ShopVPNDown"]],
    [
      ["### Alert", "#### KubeVolumeFull", "#### KubeVolumeFullInFourDays"],
      ["KubeVolumeFull", "KubeVolumeFullInFourDays"],
    ],
    [["## Alerts", "```", "- ShopDown: up == 0", "- PodName: x", "```"], ["ShopDown"]],
  ])("%j are %j", (lines, names) => {
    expect(facts(...lines).alerts.map(({ value }) => value)).toEqual(names);
  });
});

describe("thresholds", () => {
  it.each([
    [
      "The alert fires when the utilization of the device\nexceeds 75%. Free space.",
      [["utilization of the device", ">", 0.75]],
    ],
    ["Utilization of the OSD has crossed 75% on it.", [["Utilization of the OSD", ">", 0.75]]],
    ["- `busy ratio > 90%` (warning)", [["busy ratio", ">", 0.9]]],
    ["- `online < 3` (critical)", [["online", "<", 3]]],
    ["- CPU: `cat /proc/loadavg` (Alert if load > 12.0)", [["load", ">", 12]]],
    ["- **Disk:** `df -h /home` (Alert if > 90%)", [["Disk", ">", 0.9]]],
    ["- Temp: (Alert if > 90°C)", [["Temp", ">", 90]]],
    [
      "The soft SLO is at 85% full and the hard SLO is at 90% full.",
      [
        ["soft SLO", ">=", 0.85],
        ["hard SLO", ">=", 0.9],
      ],
    ],
    ["Alert when lag > 1,000 messages", [["lag", ">", 1000]]],
    ["Alert when it takes > 5 minutes", []],
    ["Alert when lag > 1,000", [["lag", ">", 1000]]],
    ["Temperature (critical) >= 80 °C", [["Temperature", ">=", 80]]],
    ["Warning threshold: > 20", []],
    ["The disk was 85% full.", []],
    ["The replicas are < 3.", []],
    ["`--threshold <0-1>`: what is enough", []],
  ])("%j", (text, found) => {
    expect(
      facts(text).thresholds.map(({ subject, quantity }) => [subject, quantity.comparator, quantity.value]),
    ).toEqual(found);
  });
});

it.each([
  [["redis-cli get <key>", "rabbitmqadmin publish routing_key=<key>"], "free"],
  [["redis-cli -a <key> get x"], "secret"],
  [["redis-cli get <key>", "curl -H <key> http://shop"], "secret"],
  [["curl -d <key> http://pager"], "secret"],
])("takes the key of %j for %s", (script, kind) => {
  expect(parameters("```bash", ...script, "```")).toMatchObject([{ name: "key", kind: { value: kind } }]);
});

describe("what a script leaves open", () => {
  it.each([
    ["kubectl logs POD_NAME -n NAMESPACE", ["POD_NAME", "NAMESPACE"]],
    ["kubectl logs {pod} -n [namespace]", ["{pod}", "[namespace]"]],
    ["aws ec2 describe-security-groups --group-ids sg-xxxxxxx", ["sg-xxxxxxx"]],
    ["kubectl delete pod api-7d9f-xxxxx-xxxxx", ["api-7d9f-xxxxx-xxxxx"]],
    ["curl https://api.example.com/health", ["api.example.com"]],
    ["curl 'http://prometheus:9090/api/v1/query_range?start=1697900000&end=1697903600'", ["1697900000", "1697903600"]],
    ["kill -USR1 12345", ["12345"]],
    ["docker run -p 80:80 ...", ["..."]],
    ['curl -H "Authorization: Bearer eyJhb..." http://shop', ["eyJhb..."]],
    ["aws ec2 run-instances --image-id ami-0abc… --count 1", ["ami-0abc…"]],
    ["kubectl set image deploy/shop shop=registry:5000/shop:v1.2.3", ["v1.2.3"]],
    ["go test ./... && git log a...b && echo 'Waiting...'", []],
    ["psql -c 'SELECT NAME FROM t' | grep NAME", []],
    ["kubectl get pods -o custom-columns=NAME:.metadata.name", []],
    ["export TOKEN", []],
    ["awk '{print $1}' file", []],
    ["mail user@example.com", []],
    ["kubectl scale deployment deploymentname --replicas=0 -n namespace", ["deploymentname", "namespace"]],
    ["kubectl describe pod podname && kubectl logs podname", ["podname"]],
    ["kubectl create namespace namespace-a && echo podname namespace", []],
    ["echo '[名前] ok' [名前]", ["[名前]"]],
    ["cp [blue|green] <red|grey> .", ["[blue|green]", "<red|grey>"]],
    ['echo "[✓] all fine" && echo "[⚠️ WARN] [✅ OK]" && printf "[ОШИБКА] x"', []],
    ['journalctl | grep -iE " [error|fail] "', []],
    ["ip link # eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> Vec<String, T>", []],
    ["curl -w '%{http_code} %{time_total}' http://shop", []],
    ["ping -c 3 10.0.0.1 # the VPN's own IP", []],
    ["kubectl get pods -o jsonpath='{range .items[*]}{.metadata.name}{end}'", []],
  ])("%s", (script, forms) => {
    expect(parameters("```bash", script, "```").flatMap((parameter) => parameter.forms)).toEqual(forms);
  });

  it("proposes the host of an example, which the configuration may know", () => {
    expect(parameters("```bash", "curl https://api.example.com/health", "```")).toMatchObject([
      { kind: { value: "host" }, defaultValue: "api.example.com" },
    ]);
  });

  it("says how a value is reckoned", () => {
    expect(parameters("Set the limit to peak + 20%, or 2x the current limit.")).toMatchObject([
      { forms: ["peak + 20%"], computed: { of: "peak", factor: 1.2 } },
      { forms: ["2x the current limit"], computed: { of: "current limit", factor: 2 } },
    ]);
  });
});
