import { expect, it } from "vitest";
import { usesIn } from "../parameters/parameters";
import { parseRunbook } from "../parse-runbook";
import { walkOperations } from "../walk";
import { operationTargets } from "./operation-targets";

const told = (script: string, language: "shell" | "promql" = "shell") =>
  operationTargets({ script, language, parameters: usesIn(script) }).map(({ text, because }) =>
    because === undefined ? text : `(${text}: ${because})`,
  );
const itsCluster = "(the incident's cluster: no cluster is named)";

it.each([
  ["kubectl logs <pod-name> -n shop -c api", [itsCluster, "namespace shop", "pod/<pod-name>", "container api"]],
  ["kubectl --context=eu get pods", ["cluster eu", "(the incident's namespace: no namespace is named)"]],
  ["kubectl get pods -A --context <cluster>", ["cluster <cluster>", "all namespaces"]],
  ["kubectl top nodes", [itsCluster]],
  ["kubectl drain {node}", [itsCluster, "node/{node}"]],
  [
    "kubectl exec <pod-name> -n shop -- curl -s http://localhost:8080/healthz",
    [itsCluster, "namespace shop", "pod/<pod-name>"],
  ],
  [
    "kubectl -n a rollout restart deploy/x && kubectl -n b rollout status deploy/x",
    [itsCluster, "namespace a", "namespace b", "deployment/x"],
  ],
  ["uptime\nssh web-1\ndocker ps", ["host web-1", "(the workload's container: uptime is meant for where it runs)"]],
  ["ssh deploy@<host> 'free -m'", ["host <host>"]],
  ["docker logs --tail 5 web", ["(the configured Docker host: no host is named)", "container web"]],
  ["docker -H ssh://edge exec web ls", ["host ssh://edge", "container web"]],
  ["curl -s -X POST https://user:secret@api.example.com:8443/v1/flush?all=1", ["https://api.example.com:8443"]],
  ["psql -h db-1 -c 'select 1'", ["db-1"]],
  ["redis-cli info memory", ["(the configured server: no server is named)"]],
  ["free -m", ["(the workload's container: free is meant for where it runs)"]],
  ["echo done | wc -l", []],
])("%s", (script, targets) => {
  expect(told(script)).toEqual(targets);
});

it("a query asks the cluster's Prometheus", () => {
  expect(told("rate(x[5m])", "promql")).toEqual(["(the cluster's Prometheus: PromQL is asked there)"]);
});

it("a variable that the document never sets stands as it is written", () => {
  const runbook = parseRunbook({ source: "```sh\n# Look\nkubectl get pod $POD -n $NS\n```\n", path: "x.md" });
  const targets = [...walkOperations(runbook)].flatMap(({ operation }) => operationTargets(operation));
  expect(targets.map(({ text }) => text)).toEqual(["the incident's cluster", "namespace $NS", "pod/$POD"]);
});
