import { describe, expect, it } from "vitest";
import { namespacePlaces } from "./namespace-places";

function literal(script: string): string {
  return namespacePlaces(script).reduceRight((text, at) => `${text.slice(0, at)} -n sie${text.slice(at)}`, script);
}

describe("the namespace that a script leaves out", () => {
  it.each([
    ["kubectl get pods | grep OOM", "kubectl -n sie get pods | grep OOM"],
    ["kubectl get pods && kubectl top pods -n other", "kubectl -n sie get pods && kubectl top pods -n other"],
    ["for p in a b; do kubectl logs $p; done", "for p in a b; do kubectl -n sie logs $p; done"],
    ["if kubectl get pod x; then echo kubectl; fi", "if kubectl -n sie get pod x; then echo kubectl; fi"],
    ["kubectl get pods -A", "kubectl get pods -A"],
    ["kubectl --namespace=x get pods", "kubectl --namespace=x get pods"],
    ["echo 'kubectl get pods'", "echo 'kubectl get pods'"],
    ["kubectl get pods |", "kubectl get pods |"],
  ])("%s", (script, expected) => {
    expect(literal(script)).toBe(expected);
  });
});
