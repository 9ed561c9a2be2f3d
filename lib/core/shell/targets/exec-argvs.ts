import { composeWords, dockerWords } from "../script/docker-words";
import { type KnownCommand, knownCommands } from "../script/known-commands";
import { kubectlWords } from "../script/kubectl-words";
import { sshWords } from "../script/ssh-words";
import { kubectlPlace } from "./kubectl-places";
import { isMeantForPod, PROCESS_ID, signalsOwnJob } from "./pod-programs";
import { isOwnProgram } from "./program-places";

/**
 * The exact argument vectors that a script starts where nobody can look (`kubectl exec`, `docker exec`, `ssh`, `ps` or
 * `free`, which are meant for the workload, and programs of the toolbox): what a grant lists. An argv with a word that only
 * the shell knows cannot be listed, so it is left out and the connector refuses it.
 */
export function execArgvs(
  script: string,
  variables: Readonly<Record<string, string>> = {},
): readonly (readonly string[])[] {
  return knownCommands(script, variables).flatMap((command) => [...listed(remoteOf(command)), ...copiesOf(command)]);
}

function listed(remote: readonly (string | null)[] | null): readonly (readonly string[])[] {
  const argv = (remote ?? []).filter((word) => word !== null);
  return argv.length > 0 && argv.length === remote?.length ? [argv] : [];
}

/** What `kubectl cp` runs in the container, and where `scp` writes on a host. */
function copiesOf({ name, words }: KnownCommand): readonly (readonly string[])[] {
  if (name === "scp") {
    const target = words.at(-1) ?? null;
    return target !== null && pathOf(target) !== null ? [uploadArgv(target)] : [];
  }
  const { verb, operands } = name === "kubectl" || name === "oc" ? kubectlWords(words) : { verb: "", operands: [] };
  const [from = null, to = null] = operands;
  return verb === "cp" && from !== null && to !== null ? copyArgvs(from, to) : [];
}

/** How a grant lists that scp may write to `web-1:/tmp/`: no call of scp itself has two words. */
export function uploadArgv(target: string): readonly string[] {
  return ["scp", target];
}

/** tar on the container's side, and the question whether the place to copy to is a folder. */
function copyArgvs(from: string, to: string): readonly (readonly string[])[] {
  const [source, file] = [pathOf(from), pathOf(to)];
  if (source !== null) {
    return [["tar", "cf", "-", source]];
  }
  if (file === null) {
    return [];
  }
  const above = file.replace(/\/[^/]*$/, "") || "/";
  const folder = file.includes("/") ? above : ".";
  const folders = file.endsWith("/") ? [folder] : [folder, file];
  return [["test", "-d", file], ...folders.map((place) => ["tar", "-xmf", "-", "-C", place])];
}

/** The path behind `pod:` or `host:`; null for a file of the script. */
function pathOf(spec: string): string | null {
  const at = spec.indexOf(":");
  return at <= 0 ? null : spec.slice(at + 1);
}

function remoteOf({ name, words }: KnownCommand): readonly (string | null)[] | null {
  switch (name) {
    case "kubectl":
    case "oc": {
      const { verb, remote, operands } = kubectlWords(words);
      if (kubectlPlace(words).kind === "toolbox") {
        return [name, ...words];
      }
      return verb === "exec" ? (remote ?? operands.slice(1)) : null;
    }
    case "docker":
      return dockerWords(words).remote;
    case "docker-compose":
      return composeWords(words);
    case "ssh":
      return sshWords(words).remote;
    default:
      return isOwnProgram(name) ? [name, ...words] : podArgv(name, words);
  }
}

/** Whether a grant's list holds exactly this argument vector. */
export function isExecListed(execs: readonly (readonly string[])[] | "any", argv: readonly (string | null)[]): boolean {
  return (
    execs === "any" ||
    execs.some((listed) => listed.length === argv.length && listed.every((word, at) => word === argv[at]))
  );
}

/** `ps aux`; of `kill -USR1 $(pgrep x)` and `ps -p $PID` the number is only known when it runs: a number it must be. */
function podArgv(name: string, words: KnownCommand["words"]): readonly (string | null)[] | null {
  const isProcess = (at: number) => name === "kill" || (name === "ps" && /^(?:-p|--pid)$/.test(words[at - 1] ?? ""));
  return isMeantForPod(name, words) && !signalsOwnJob(name, words)
    ? [name, ...words.map((word, at) => (word === null && isProcess(at) ? PROCESS_ID : word))]
    : null;
}
