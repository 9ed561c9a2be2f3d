import { commandOfLine } from "@/lib/core/shell/command-line";

/** `$ `, `user@host:~$ `, `[root@node ~]# `, `bash-5.1# `: what a terminal writes before a command, and nothing else does. */
const certain =
  /^\s*(?:\(\w[\w.-]*\)\s*)?(?:\$>?|\[[\w.-]+@[\w.-]+[^\]]*\]\s?[$#]|[\w.-]+@[\w.-]+:?\s?[^\s$#]*\s?[$#]|(?:sh|bash)-\d+(?:\.\d+)*[$#]|root#|❯|➜(?:\s+\S+)?)\s+(\S.*)$/;
/** These are prompts when a command follows, and other things when not. */
const possible = /^\s*[%>#]\s+(\S.*)$/;

/** At a prompt of Windows, what is the same everywhere; the rest is no shell of ours. */
const windows =
  /^\s*(?:PS>|(?:PS )?[A-Z]:\\[^>\n]*>)\s*((?:kubectl|oc|helm|docker|podman|az|aws|gcloud|git|terraform|vault|argocd|istioctl) (?!.*[A-Za-z]:\\)\S.*)$/;

/** `% `, `db-1$ `, `ncn:~ # `: prompts when a command follows. */
const likely = /^\s*(?:%|[a-z][\w.-]*(?::[\w~/.-]+)?\s?[#$])\s+(\S.*)$/i;
/** `ncn-m001# cray hsm state`: the name of a host, and nothing of a shell's. */
const numberedHost = /^\s*[a-z]+[a-z.-]*-[a-z]*\d+# ([a-z].*)$/;

/** The command after a terminal's prompt; null for a line without one. A `# kubectl …` is a comment here. */
export function commandAfterPrompt(line: string): string | null {
  const [, command] = certain.exec(line) ?? [];
  if (command !== undefined) {
    return command;
  }
  const [, guess] = likely.exec(line) ?? [];
  if (guess !== undefined && commandOfLine(guess) !== null) {
    return guess;
  }
  const [, told] = numberedHost.exec(line) ?? [];
  if (told !== undefined) {
    return told;
  }
  return windows.exec(line)?.[1] ?? null;
}

/**
 * How the lines of a block are prompted: null when they are not. `# ` is a superuser's prompt only where every such
 * line is a command and the other lines are none: elsewhere it begins a comment.
 */
export function promptReader(lines: readonly string[]): ((line: string) => string | null) | null {
  if (lines.some((line) => commandAfterPrompt(line) !== null)) {
    return commandAfterPrompt;
  }
  const marked = lines.flatMap((line) => possible.exec(line)?.[1] ?? []);
  const plain = lines.filter((line) => line.trim() !== "" && !possible.test(line));
  const isPrompted =
    marked.length > 0 &&
    plain.length > 0 &&
    marked.every((command) => commandOfLine(command) !== null) &&
    plain.every((line) => commandOfLine(line) === null);
  return isPrompted ? (line) => possible.exec(line)?.[1] ?? null : null;
}
