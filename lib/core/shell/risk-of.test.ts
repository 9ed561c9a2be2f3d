import { describe, expect, it } from "vitest";
import { execArgvs } from "./exec-argvs";
import { kubectlWords } from "./kubectl-words";
import { riskOf } from "./risk-of";
import { namespacesOf } from "./targets";
import { validateParameter } from "./validate-parameter";

describe("riskOf", () => {
  it.each([
    ["kubectl get pods -n sie -o wide | grep -E 'OOMKilled|CrashLoopBackOff'", "read"],
    ["kubectl -n sie top pods --sort-by=memory", "read"],
    ["kubectl rollout status deploy/x && kubectl rollout history deploy/x", "read"],
    ["kubectl exec -n sie deploy/api -- curl -s localhost:8000/metrics | grep sie", "read"],
    ["kubectl exec -n sie deploy/api -- curl -X POST localhost:8000/gc", "change"],
    ["kubectl exec deploy/api -- sh -c 'rm -rf /'", "change"],
    ["kubectl scale deploy/x --replicas=0", "change"],
    ["kubectl set env deploy/x A=1", "change"],
    ["kubectl rollout restart deploy/x", "change"],
    ["kubectl get pods -o name | xargs kubectl delete", "destructive"],
    ["kubectl delete pod -l app=x", "destructive"],
    ["kubectl drain node-1", "destructive"],
    ["kubectl $VERB pods", "unknown"],
    ["$CMD", "unknown"],
    ["terraform apply", "unknown"],
    ["echo $(kubectl delete pod x)", "destructive"],
    ["cat <<E\n$(kubectl delete pod x)\nE", "destructive"],
    ["f() { kubectl delete pod x; }; true", "destructive"],
    ["watch -n 5 'kubectl get pods'", "read"],
    ["watch 'kubectl delete pod x'", "destructive"],
    ["curl -s http://a/b | jq .", "read"],
    ["curl -XDELETE http://a/b", "destructive"],
    ["curl -d a=b http://a/b", "change"],
    ["sudo kubectl delete ns x", "destructive"],
    ["kubectl get pods; if", "unknown"],
    ["echo hi > file", "read"],
  ])("%s is %s", (script, risk) => {
    expect(riskOf(script).risk).toBe(risk);
  });
});

describe("kubectlWords", () => {
  it.each([
    ["-n sie get pods", "get", "sie"],
    ["get pods -nsie", "get", "sie"],
    ["--namespace=sie rollout restart deploy/x", "rollout restart", "sie"],
    ["logs -p -f x -n a", "logs", "a"],
    ["patch x -p {} -n b", "patch", "b"],
    ["set env deploy/x A=1", "set env", null],
  ])("reads %s", (line, verb, namespace) => {
    expect(kubectlWords(line.split(" "))).toMatchObject({ verb, namespace });
  });
});

describe("what a script needs", () => {
  it("lists exec's exact words, and none that only the shell knows", () => {
    const script =
      'kubectl exec -n sie deploy/api -- curl -s localhost:8000/metrics | head\nkubectl exec x -- cat "$FILE"';
    expect(execArgvs(script)).toEqual([["curl", "-s", "localhost:8000/metrics"]]);
  });

  it("lists the namespaces it names", () => {
    expect(namespacesOf("kubectl get pods -n a; kubectl get pods; kubectl -n b top pods; kubectl logs x -n a")).toEqual(
      ["a", "b"],
    );
  });
});

describe("validateParameter", () => {
  it.each([
    ["pod", "sie-worker-nlp-6fff9c7d4b-x2x8z", true],
    ["pod", "Web", false],
    ["pod", "-n", false],
    ["pod", "a b", false],
    ["namespace", "kube-system", true],
    ["pid", "12; reboot", false],
    ["url", "http://example.com/a?b=c", true],
    ["url", "file:///etc/passwd", false],
    ["free", "anything at all", true],
    ["free", "bell\u0007", false],
  ])("%s %s fits: %s", (kind, value, fits) => {
    expect(validateParameter(kind, value) === null).toBe(fits);
  });
});
