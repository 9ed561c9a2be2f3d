import { describe, expect, it } from "vitest";
import { liveCommands } from "./live-commands";

const known = new Set(["kubectl", "grep", "echo", "head", "sleep", "tee"]);
const natives = new Set(["kubectl"]);

/** Those pipelines of a statement that go on, with the gaps between their stages. */
function pipelines(source: string): readonly string[] {
  return liveCommands(source, { known, natives }).flatMap(({ at, use }) =>
    use.kind === "pipeline" ? [`${at}: ${use.between.map(({ start, end }) => source.slice(start, end)).join()}`] : [],
  );
}

/** The statement with a mark behind each live command: `^` own errors, `^&` merged, `^-` dropped, `^N` first lines. */
function marked(source: string): string {
  const marks = { own: "^", merged: "^&", dropped: "^-" };
  return liveCommands(source, { known, natives })
    .toSorted((a, b) => b.at - a.at)
    .reduce((text, { at, use }) => {
      if (use.kind === "pipeline") {
        return `${text.slice(0, at)}^| ${text.slice(at)}`;
      }
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
    ["the reader of the first lines", "kubectl logs x | head -5", "kubectl^5 logs x | head^ -5"],
    ["head with -n", "kubectl logs x | head -n 3", "kubectl^3 logs x | head^ -n 3"],
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

describe("pipelines that go on", () => {
  it.each([
    "kubectl logs -f x | grep --line-buffered ERROR | head -5",
    "kubectl get pods -w | grep -v Running | awk '{print $1, $3}'",
    "kubectl logs --follow x 2>&1 | sed -u 's/a/b/g' | cut -d' ' -f1 | tr a-z A-Z",
    "timeout 30 kubectl logs -f x | jq -c '.level'",
    "kubectl logs -f x | sed -n '/ERROR/p' | egrep 'a|b' | cat",
    "echo a; while true; do kubectl logs -f x | grep b; done",
  ])("are made line by line: %s", (source) => {
    expect(pipelines(source)).toHaveLength(1);
  });

  it.each([
    ["a head that ends by itself", "kubectl logs x | grep ERROR"],
    ["a head of the shell's own", "cat -f x | grep ERROR"],
    ["a count", "kubectl logs -f x | grep -c ERROR"],
    ["lines around a match", "kubectl logs -f x | grep -A 3 ERROR"],
    ["a number of matches", "kubectl logs -f x | grep -m1 ERROR"],
    ["an order", "kubectl logs -f x | sort"],
    ["an address by number", "kubectl logs -f x | sed -n '1,5p'"],
    ["a second line", "kubectl logs -f x | sed 'N;s/a/b/'"],
    ["a sum", "kubectl logs -f x | awk '{ s += $1 } END { print s }'"],
    ["a counter", "kubectl logs -f x | awk '{ print n++ }'"],
    ["the number of a line", "kubectl logs -f x | awk 'NR>1'"],
    ["joined lines", "kubectl logs -f x | tr '\\n' ' '"],
    ["objects over several lines", "kubectl get -w pods -o json | jq .metadata"],
    ["a file", "kubectl logs -f x | grep a > f"],
    ["a pattern from elsewhere and no word", "kubectl logs -f x | grep -f patterns"],
    ["a negation", "! kubectl logs -f x | grep a"],
    ["errors in the pipe by |&", "kubectl logs -f x |& grep a"],
  ])("are not: %s", (_what, source) => {
    expect(pipelines(source)).toEqual([]);
  });
});
