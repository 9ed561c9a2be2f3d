import { expect, it } from "vitest";
import { riskOf } from "@/lib/core/shell/risk/risk-of";
import { parseRunbook } from "../parse-runbook";
import { walkOperations } from "../walk";
import { maskedCall } from "./logins";
import { operationTargets } from "./operation-targets";

function operationsOf(source: string) {
  return [...walkOperations(parseRunbook({ source, path: "x.md" }))].map(({ operation }) => operation);
}
const fenced = (...scripts: readonly string[]) =>
  scripts.map((script) => `## Part\n\n\`\`\`bash\n${script}\n\`\`\`\n`).join("\n");
const targetsOf = (source: string) =>
  operationsOf(source).map((operation) => operationTargets(operation).map(({ text }) => text));

it("a bare ssh makes its host the target of what follows, to the end of the document", () => {
  const operations = operationsOf(
    fenced("# Log in\nssh root@web-1\ndocker stats --no-stream", "# Look\nfree -m", "# Service\nsystemctl status api"),
  );
  const because = "`ssh root@web-1` on line 5 makes that host the target of what follows";
  expect(operations.map(({ login, mode }) => [login?.value, login?.lines?.start, mode.value, mode.because])).toEqual([
    [undefined, undefined, "native", `it runs there over ssh: ${because}`],
    ["ssh root@web-1", 5, "native", `it runs there over ssh: ${because}`],
    ["ssh root@web-1", 5, "native", `it runs there over ssh: ${because}`],
  ]);
  expect(operations.map(operationTargets)).toEqual([
    [{ value: "host", text: "host web-1", from: "written" }],
    [{ value: "host", text: "host web-1", from: "inferred", because }],
    [{ value: "host", text: "host web-1", from: "inferred", because }],
  ]);
});

it("exit ends it, another bare ssh changes it", () => {
  expect(
    targetsOf(fenced("ssh web-1", "uptime", "ssh web-2\nuptime\nexit", "kubectl top nodes", "ssh web-3", "free -m")),
  ).toEqual([
    ["host web-1"],
    ["host web-1"],
    ["host web-1"],
    ["the incident's cluster"],
    ["host web-3"],
    ["host web-3"],
  ]);
});

it("what names a host of its own starts from here, and a query asks Prometheus", () => {
  const operations = operationsOf(
    `${fenced("ssh web-1", "scp web-2:/tmp/heap .", "ssh web-2 uptime")}\n\`\`\`promql\nup == 0\n\`\`\`\n`,
  );
  expect(operations.map(({ login }) => login)).toEqual([undefined, undefined, undefined, undefined]);
});

it("a host that is left open is asked for by all that runs on it", () => {
  const [, look] = operationsOf(fenced("ssh deploy@<node-ip>", "free -m"));
  expect(look?.parameters).toEqual([{ name: "node-ip", spans: [] }]);
  expect(look?.login?.parameters).toEqual([{ name: "node-ip", spans: [{ start: 11, end: 20 }] }]);
});

it("stays a person's work where it needs one", () => {
  expect(operationsOf(fenced("ssh web-1", "vim /etc/hosts", "top")).map(({ mode }) => mode.value)).toEqual([
    "native",
    "by-hand",
    "by-hand",
  ]);
});

it("front matter gives an operation another host, or none", () => {
  const matter = `---
headroom:
  operations:
    Look: { host: deploy@web-9 }
    Query: { host: false }
---
`;
  const operations = operationsOf(matter + fenced("ssh web-1", "# Look\nfree -m", "# Query\nkubectl get pods", "date"));
  expect(operations.map(({ login }) => login && [login.value, login.from])).toEqual([
    undefined,
    ["ssh deploy@web-9", "front-matter"],
    undefined,
    ["ssh web-1", "inferred"],
  ]);
});

it.each([
  ["docker stats --no-stream | grep api", "read"],
  ["docker restart api", "change"],
  ["docker rm -f api", "destructive"],
  ["systemctl restart api", "change"],
])("the risk of %s is that of the program on the host", (script, risk) => {
  const [, operation] = operationsOf(fenced("ssh web-1", script));
  expect(operation && riskOf(maskedCall(operation)).risk).toBe(risk);
});
