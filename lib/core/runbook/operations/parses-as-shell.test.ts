import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isClosedShell, parsesAsShell } from "./parses-as-shell";

describe("what is closed", () => {
  test.each([
    "kubectl get pods -n sie | grep Running",
    "# what is there\nkubectl get pod <pod-name> -o jsonpath='{.status.phase}'\n\n",
    'grep "out of memory" app.log\n# it\'s a comment',
    "for pod in a b; do\n  kubectl logs $pod\ndone",
    "cat <<EOF\nvalue\nEOF",
    "echo $'it\\'s'",
  ])("%s", (script) => {
    expect(isClosedShell(script)).toBe(true);
  });

  test.each([
    "for pod in a b",
    "kubectl get pods |",
    "kubectl get pods | while read pod",
    "echo 'one",
    'echo "one $(two"',
    "echo $'it\\'",
    "cat <<EOF\nvalue",
    "kubectl apply \\\n-f x && ",
    "if true\nthen",
  ])("%s is not", (script) => {
    expect(isClosedShell(script)).toBe(false);
  });
});

test("what a first look takes for closed is understood by the parser too", () => {
  const words = ["kubectl", "get", "if", "for", "do", "done", "in", "case", "then", "x", "<pod-name>", " ", "\n", "\t"];
  const signs = [
    " | ",
    "|",
    "'",
    '"',
    "$",
    "$'",
    "`",
    "\\",
    "{",
    "}",
    "(",
    ")",
    "<",
    ">",
    ";",
    "&",
    "#",
    "!",
    "[",
    "=",
    "*",
  ];
  const script = fc.array(fc.constantFrom(...words, ...signs), { maxLength: 14 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(script, (text) => {
      fc.pre(isClosedShell(text));
      expect(parsesAsShell(text)).toBe(true);
    }),
    { numRuns: 4_000, maxSkipsPerRun: 1_000 },
  );
});
