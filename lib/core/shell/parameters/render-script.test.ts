import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyseScript } from "../script/analyse-script";
import { renderScript } from "./render-script";

/** Renders a script whose parameter is written `<x>`. */
function render(script: string, value: string) {
  const spans = [...script.matchAll(/<x>/g)].map((found) => ({ start: found.index, end: found.index + 3 }));
  return renderScript({ script, uses: [{ name: "x", spans }], values: { x: value } });
}

const hostile = [
  "a b",
  "'; rm -rf /; '",
  '"; reboot; "',
  "$(reboot)",
  "`reboot`",
  "a\nb",
  "\\",
  "$HOME",
  "*",
  "#",
  "<y>",
  "|",
  "&",
  "!",
  "~",
  "-n",
  "",
  "é😀",
];

describe("renderScript", () => {
  it.each([
    ["bare", "kubectl describe pod <x>", "kubectl describe pod web-1"],
    ["in a word", "kubectl get deploy/<x> -n sie", "kubectl get deploy/web-1 -n sie"],
    ["in double quotes", 'echo "pod <x>"', 'echo "pod web-1"'],
    ["in single quotes", "echo 'pod <x>'", "echo 'pod web-1'"],
    ["in a pipe", "kubectl get pods | grep <x>", "kubectl get pods | grep web-1"],
    ["in a substitution", "A=$(kubectl get pod <x>)", "A=$(kubectl get pod web-1)"],
    ["in a heredoc", "cat <<E\n<x>\nE", "cat <<E\nweb-1\nE"],
  ])("leaves a plain value %s plain", (_where, script, expected) => {
    expect(render(script, "web-1")).toEqual({ ok: true, value: expected });
  });

  it("gives a word exactly its value whatever quotes it stands in, as bash reads it", () => {
    const script = hostile
      .flatMap((value) =>
        ["printf '%s\\0' <x>", "printf '%s\\0' \"<x>\"", "printf '%s\\0' '<x>'"].map((template) =>
          render(template, value),
        ),
      )
      .map((result) => (result.ok ? result.value : "exit 9"))
      .join("\n");
    const words = execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\0");
    const expected = hostile.flatMap((value) => [value, value, value]);
    for (const [index, value] of expected.entries()) {
      expect(words[index], `word ${index}`).toBe(value);
    }
  });

  it("adds no command, for any value at any place", () => {
    const templates = [
      "kubectl get pod <x> | head",
      'echo "<x>"; true',
      "echo '<x>' && true",
      "A=<x> true",
      "for p in <x>; do echo $p; done",
      "cat <<E\n<x>\nE",
      "echo $'<x>'",
      "true # <x>",
      "`kubectl get <x>`",
      "echo $((<x> + 1))",
      'echo "${A:-<x>}"',
      "<x> get pods",
      "echo {<x>,b}",
      "[[ <x> -eq 1 ]] && [[ $A == <x> ]]",
      "case $A in <x>) true ;; esac",
      "kubectl exec p -- sh -c 'cat <x> | head'",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...templates),
        fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...hostile)),
        (template, value) => {
          const rendered = render(template, value);
          const before = analyseScript(template.replace("<x>", "x")).commands.length;
          expect(rendered.ok ? analyseScript(rendered.value).commands.length : before).toBe(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("gives the word at its place exactly the value, for any value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const rendered = render("kubectl logs <x> | grep \"<x>\" | grep '<x>' | grep a<x>b", value);
        const words = rendered.ok ? analyseScript(rendered.value).commands.map(({ words: all }) => all.at(-1)) : [];
        expect(words).toEqual([value, value, value, `a${value}b`]);
      }),
    );
  });

  it.each([
    ["a second shell", "kubectl exec p -- sh -c 'kill -USR1 <x>'", "1; reboot"],
    ["a second shell, in double quotes", 'kubectl exec p -- bash -c "ls <x>"', "$(reboot)"],
    ["a remote shell", "ssh web-1 ls <x>", "a;reboot"],
    ["a program of awk", "awk '/<x>/ {print $1}'", '/ {system("reboot")} /'],
    ["backticks", "echo `kubectl get <x>`", "`reboot`"],
    ["arithmetic", "echo $((<x> * 2))", "a[$(reboot)]"],
    ["a numeric test", "[[ <x> -eq 1 ]]", "a[$(reboot)]"],
    ["an array's index", "A[<x>]=1", "$(reboot)"],
    ["a keyword", "<x> get pods", "while"],
    ["a heredoc's end", "cat <<EOF\n<x>\nreboot\nEOF", "EOF"],
  ])("refuses what would escape into %s", (_what, script, value) => {
    expect(render(script, value)).toMatchObject({ ok: false, error: [{ parameter: "x" }] });
    expect(render(script, "12").ok).toBe(true);
  });

  it.each([
    ["an assignment", "<x> get pods", "A=1", "'A=1' get pods"],
    ["two words of a brace list", "echo {<x>,c}", "a,b", "echo {'a,b',c}"],
  ])("quotes a value that would become %s", (_what, script, value, expected) => {
    expect(render(script, value)).toEqual({ ok: true, value: expected });
  });

  it("refuses a hostile value where nothing can quote it, and names the parameter", () => {
    expect(render("cat <<E\n<x>\nE", "$(reboot)")).toMatchObject({ ok: false, error: [{ parameter: "x" }] });
    expect(render("true # <x>", "a\nreboot")).toMatchObject({ ok: false });
  });

  it("asks for a value that is missing", () => {
    const uses = [{ name: "pod-name", spans: [{ start: 5, end: 15 }] }];
    expect(renderScript({ script: "echo <pod-name>", uses, values: {} })).toEqual({
      ok: false,
      error: [{ parameter: "pod-name", message: "Fill in pod-name first." }],
    });
  });
});
