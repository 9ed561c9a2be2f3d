import type { ShellCommand } from "../script/analyse-script";
import { kubectlWords } from "../script/kubectl-words";
import { nativePrograms } from "../targets/program-places";

/** Whether what the program prints comes from elsewhere: the server runs it. */
export function isBringer(name: string | null): boolean {
  return nativePrograms.has(name ?? "");
}

/** The files that a command of the server brings into the script's own file system. */
export function broughtBy({ name, words, written }: ShellCommand): readonly string[] {
  switch (name) {
    case "curl":
    case "wget":
    case "psql":
      return written.flatMap((word, at) => [...namedOutput(word, written[at - 1]), ...remoteName(word, written)]);
    case "scp":
      return written.slice(-1).filter((word) => !word.includes(":"));
    case "kubectl":
    case "oc": {
      const { verb, operands } = kubectlWords(words);
      return verb === "cp" && operands.length > 1 ? targetOf(written) : [];
    }
    default:
      return [];
  }
}

/** Of `kubectl cp pod:/x /data/x -c app` the last word that is a place. */
function targetOf(written: readonly string[]): readonly string[] {
  const from = written.findIndex((word) => /^[^-].*:/.test(word));
  return from === -1 ? [] : written.slice(from + 1, from + 2);
}

function namedOutput(word: string, before = ""): readonly string[] {
  if (/^(?:-[a-zA-Z]*[oO]|--output(?:-document)?)$/.test(before)) {
    return [word];
  }
  const [, file] = /^(?:-[a-zA-Z]*[oO]|--output(?:-document)?=)([^-\s].*)$/.exec(word) ?? [];
  return file === undefined ? [] : [file];
}

/** `curl -O http://web/x.sh` is x.sh. */
function remoteName(word: string, written: readonly string[]): readonly string[] {
  const [, base] = /:\/\/.*\/([\w.-]+)$/.exec(word) ?? [];
  return base !== undefined && written.some((flag) => /^-[a-zA-Z]*O/.test(flag)) ? [base] : [];
}
