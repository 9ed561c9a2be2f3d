import { describe, expect, it } from "vitest";
import { leavesInnerState } from "./inner-state";

describe("leavesInnerState", () => {
  it.each([
    "kubectl get & wait",
    "kubectl get &\npid=$!",
    'a | b; echo "${PIPESTATUS[0]}"',
    "a | b; (( PIPESTATUS[0] ))",
    "[[ a =~ (.) ]]; echo ${BASH_REMATCH[1]}",
    "cat <<E\n${PIPESTATUS[1]}\nE",
    "a=(1 2)",
    "f() { a+=(1); }",
    "a[1]=x",
    "(( a[i]++ ))",
    "let 'a[1]=2'",
    "read -ra parts",
    "read 'a[1]'",
    "printf -v 'a[1]' x",
    "declare -A seen",
    "declare -i n",
    "mapfile -t lines",
    "set -x",
    "set -o xtrace",
    "set -- a b",
    "set $line",
    "set a b",
    "shift 2",
    "while getopts n: opt; do :; done",
    "exec 3> file",
    "exec > file",
    "pushd /tmp",
    'eval "$text"',
    "source ./env.sh",
  ])("%s", (script) => {
    expect(leavesInnerState(script)).toBe(true);
  });

  it.each([
    "echo shift work # set -x, a=(1 2), getopts",
    "echo 'declare -A x; pid=$!' \"mapfile or shift\"",
    "cat <<'E'\nexec 3> x; ${PIPESTATUS[0]} &\nE",
    'take() { local name=$1; shift; set -- "$@" x; echo "$name" "$@"; }; take a b',
    "f() { local -a x; }",
    "set -euo pipefail",
    "set +x",
    "read -r name rest",
    "read -p 'a word? ' -t 5 word",
    "exec kubectl get pods",
    "grep -x a 2>&1",
    "kubectl get && echo yes || echo $?",
    "(( n += 1 )); echo $((n * 2)) ${n%x} $1",
    "bash -c 'a=(1 2); shift'",
  ])("not %s", (script) => {
    expect(leavesInnerState(script)).toBe(false);
  });
});
