/**
 * A script that ends what an exec started inside a container, given the same words as arguments: there, such a program
 * has no parent (PPID 0) and carries exactly the words it was started with. It and its descendants are killed; the
 * container's own first process is never touched.
 */
export const END_STARTED_SCRIPT = `
tree() { for c in $(grep -ls "^PPid:[[:space:]]*$1$" /proc/[0-9]*/status); do c=\${c#/proc/}; tree "\${c%/status}"; done; kill -9 "$1" 2>/dev/null; }
for s in $(grep -ls "^PPid:[[:space:]]*0$" /proc/[0-9]*/status); do
  p=\${s#/proc/}; p=\${p%/status}
  [ "$p" != 1 ] && [ "$p" != $$ ] && [ "$(tr '\\0' '\\n' < "/proc/$p/cmdline")" = "$(printf '%s\\n' "$@")" ] && tree "$p"
done
true`;
