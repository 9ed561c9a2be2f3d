import { composeWords, dockerWords } from "./docker-words";
import { type KnownCommand, knownCommands } from "./known-commands";
import { kubectlWords } from "./kubectl-words";
import { sshWords } from "./ssh-words";

/**
 * The exact argument vectors that a script starts where nobody can look (`kubectl exec`, `docker exec`, `ssh`): what a
 * grant lists. An argv with a word that only the shell knows cannot be listed, so it is left out and the connector
 * refuses it.
 */
export function execArgvs(
  script: string,
  variables: Readonly<Record<string, string>> = {},
): readonly (readonly string[])[] {
  return knownCommands(script, variables).flatMap((command) => {
    const remote = remoteOf(command) ?? [];
    const argv = remote.filter((word) => word !== null);
    return argv.length > 0 && argv.length === remote.length ? [argv] : [];
  });
}

function remoteOf({ name, words }: KnownCommand): readonly (string | null)[] | null {
  switch (name) {
    case "kubectl":
    case "oc": {
      const { verb, remote } = kubectlWords(words);
      return verb === "exec" ? remote : null;
    }
    case "docker":
      return dockerWords(words).remote;
    case "docker-compose":
      return composeWords(words);
    case "ssh":
      return sshWords(words).remote;
    default:
      return null;
  }
}

/** Whether a grant's list holds exactly this argument vector. */
export function isExecListed(execs: readonly (readonly string[])[] | "any", argv: readonly string[]): boolean {
  return (
    execs === "any" ||
    execs.some((listed) => listed.length === argv.length && listed.every((word, at) => word === argv[at]))
  );
}
