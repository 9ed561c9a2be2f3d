import { describe, expect, it } from "vitest";
import type { NativeCommand } from "@/lib/core/shell/command";
import { bareRequest, bundledSandbox } from "./testing/bundled-sandbox";

const sandbox = bundledSandbox();

/** What a pod's log or an annotation could hold. */
const HOSTILE = [
  "$(kubectl scale deploy/other --replicas=0 >&2; echo 1)",
  "`kubectl scale deploy/other --replicas=0 >&2; echo 1`",
  "a[$(kubectl scale deploy/other --replicas=0 >&2; echo 0)]",
  "m[$(kubectl scale deploy/other --replicas=0 >&2; echo 0)]",
  "$(( $(kubectl scale deploy/other --replicas=0 >&2; echo 1) ))",
  "${a[$(kubectl scale deploy/other --replicas=0 >&2; echo 0)]}",
];

/** Every place that reads a value as a sum, or as a place in an array. */
const SUMS = [
  "echo $(( $(kubectl get) + 1 ))",
  "echo $(( `kubectl get` + 1 ))",
  'n=$(kubectl get)\necho $(( n + 1 )) $(( $n + 1 )) $(( ${n} + 1 )) $[ n ] $(( "$n" ))',
  "n=$(kubectl get)\n(( n > 3 ))\n(( $n > 3 ))\n(( n++ ))\n(( y = n ))",
  "n=$(kubectl get)\n[[ $n -gt 3 ]]\n[[ n -gt 3 ]]\n[ $n -gt 3 ]\ntest 1 -eq $n",
  'n=$(kubectl get)\nlet "y=$n+1"\nlet y=n',
  "n=$(kubectl get)\nfor (( i=n; i<$n; i++ )); do break; done",
  'n=$(kubectl get)\necho "${a[n]}" "${a[$n]}" "${s:n:1}" "${s:$n:1}" "${m[$n]}"',
  "n=$(kubectl get)\na[n]=1\na[$n]=1\nm[$n]=1\na=([n]=1 [$n]=2)",
  'n=$(kubectl get)\necho "${!n}" "${!n:-x}"',
  'n=$(kubectl get)\ndeclare -i y=$n\ny=$n\ny+=$n\nlocal z=1\ndeclare "a[$n]=1" "$n=1"',
  'n=$(kubectl get)\ndeclare -n r="$n"\necho "$r"\nr=5',
  'n=$(kubectl get)\nunset "a[$n]"\nunset "m[$n]"\nunset "$n"',
  'n=$(kubectl get)\nprintf %d "$n"\nprintf -v "$n" x\nread "$n" <<< 1\nread -a "$n" <<< 1\n[[ -v $n ]]\ntest -v "$n"',
  'set -- "$(kubectl get)"\necho $(( $1 + 1 )) $(( $@ )) $(( ${1} ))\nshift $1',
];

async function callsOf(script: string, hostile: string): Promise<readonly string[]> {
  const calls: string[] = [];
  const kubectl: NativeCommand = {
    name: "kubectl",
    run: (argv, io) => {
      calls.push(argv.join(" "));
      io.write("stdout", `${hostile}\n`);
      return Promise.resolve(0);
    },
  };
  await sandbox.run({
    ...bareRequest,
    script: `a=(7 8)\ndeclare -A m=([k]=1)\ns=abc\n${script}`,
    commands: [kubectl],
  });
  return calls;
}

describe("what a command printed is never run as a command", () => {
  // Each line in a subshell of its own, so that an error in one does not spare the others.
  const all = SUMS.map((script) => script.split("\n"))
    .flatMap(([first = "", ...rest]) =>
      rest.length === 0 ? [`( ${first} )`] : rest.map((line) => `( ${first}; ${line} )`),
    )
    .join("\n");

  it.each(HOSTILE)("%s", async (hostile) => {
    const calls = await callsOf(all, hostile);
    expect(calls.length).toBeGreaterThan(30);
    expect(new Set(calls)).toEqual(new Set(["get"]));
  });

  it.each(["$0", '("sort\\n" $0)', '("sort; " $0)', '("sort $(" $0 ")")', '("sort | " $0)'])(
    "nor by print | %s of awk",
    async (target) => {
      const script = `kubectl get | awk '{ print "x" | ${target} }'; kubectl get | awk '{ system($0) }'`;
      expect(await callsOf(script, "kubectl scale deploy/other --replicas=0")).toEqual(["get", "get"]);
    },
  );

  it("but what the script itself says is", async () => {
    expect(await callsOf("echo $(( $(kubectl get) )) $(( ${a[$(kubectl get)]} ))", "1")).toEqual(["get", "get"]);
  });
});
