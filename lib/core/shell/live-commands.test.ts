import { describe, expect, it } from "vitest";
import { liveCommands } from "./live-commands";

const known = new Set(["kubectl", "grep", "echo", "head", "sleep", "tee"]);

/** The statement with a mark behind each live command: `^` own errors, `^&` merged, `^-` dropped, `^N` first lines. */
function marked(source: string): string {
  const marks = { own: "^", merged: "^&", dropped: "^-" };
  return liveCommands(source, known)
    .toSorted((a, b) => b.at - a.at)
    .reduce((text, { at, use }) => {
      const mark = use.kind === "head" ? `^${use.lines}` : marks[use.errors];
      return text.slice(0, at) + mark + text.slice(at);
    }, source);
}

describe("liveCommands", () => {
  it.each([
    ["a plain command", "kubectl logs -f x", "kubectl^ logs -f x"],
    ["the last stage of a pipe only", "kubectl get pods | grep x", "kubectl get pods | grep^ x"],
    [
      "the body of a loop",
      "for i in 1 2; do kubectl top; sleep 5; done",
      "for i in 1 2; do kubectl^ top; sleep^ 5; done",
    ],
    ["both sides of a list", "kubectl get && echo ok || echo bad", "kubectl^ get && echo^ ok || echo^ bad"],
    ["no substitution", "kubectl logs $(kubectl get -o name)", "kubectl^ logs $(kubectl get -o name)"],
    ["no output to a file", "kubectl get > f; echo done", "kubectl get > f; echo^ done"],
    ["errors with the output", "kubectl get 2>&1", "kubectl^& get 2>&1"],
    ["errors thrown away", "kubectl get 2>/dev/null", "kubectl^- get 2>/dev/null"],
    ["a loop over a file", "while read l; do echo $l; done < f", "while read l; do echo^ $l; done < f"],
    ["the reader of the first lines", "kubectl logs -f x | head -5", "kubectl^5 logs -f x | head^ -5"],
    ["head with -n", "kubectl logs -f x | head -n 3", "kubectl^3 logs -f x | head^ -n 3"],
  ])("finds %s", (_what, source, expected) => {
    expect(marked(source)).toBe(expected);
  });

  it.each([
    ["a computed name", "kubectl get; $CMD"],
    ["a function", "echo a; show_pods"],
    ["a job in the background", "kubectl get & echo x"],
    ["eval", "echo a; eval 'echo b'"],
    ["broken syntax", "if kubectl get"],
    ["errors to a file", "kubectl get 2> f"],
  ])("keeps order by finding nothing beside %s", (_what, source) => {
    expect(marked(source)).toBe(source);
  });
});
