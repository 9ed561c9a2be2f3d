import { forEachChild, type SyntaxNode } from "unbash";
import type { Endpoint } from "../grant";
import { dockerWords } from "../script/docker-words";
import { type KnownCommand, knownCommands } from "../script/known-commands";
import { parseShell } from "../script/parse-shell";
import { sshWords } from "../script/ssh-words";
import { staticValue } from "../script/static-value";
import { psqlHost, redisHost } from "./database-hosts";

/** An outside system as a script names it: a host, or null for the default one. */
export type NamedEndpoint = { readonly system: Endpoint["system"]; readonly named: string | null };

/**
 * The systems other than Kubernetes that a script's words name: what its grant may list, each once. A host that only the
 * shell knows is left out, so the connector refuses it.
 */
export function scriptEndpoints(
  script: string,
  variables: Readonly<Record<string, string>> = {},
): readonly NamedEndpoint[] {
  const found = [
    ...knownCommands(script, variables).flatMap((command) => endpointsOf(command, variables)),
    ...dockerHostsSetIn(script).map((named) => ({ system: "docker" as const, named })),
    ...scpHostsIn(script).map((named) => ({ system: "ssh" as const, named })),
  ];
  return found.filter(
    ({ system, named }, at) => found.findIndex((other) => other.system === system && other.named === named) === at,
  );
}

function endpointsOf(
  { name, words }: KnownCommand,
  variables: Readonly<Record<string, string>>,
): readonly NamedEndpoint[] {
  switch (name) {
    case "docker": {
      const { host, isHostKnown } = dockerWords(words);
      return isHostKnown ? [{ system: "docker", named: host }] : [];
    }
    case "docker-compose":
      return [{ system: "docker", named: null }];
    case "ssh": {
      const { host } = sshWords(words);
      return host === null ? [] : [{ system: "ssh", named: host }];
    }
    case "psql": {
      const host = psqlHost(words) ?? variables["PGHOST"];
      return host === undefined ? [] : [{ system: "postgres", named: host }];
    }
    case "redis-cli": {
      const host = redisHost(words);
      return host === null ? [] : [{ system: "redis", named: host }];
    }
    default:
      return [];
  }
}

/** `scp deploy@web-1:/var/log/*.gz .`: the host stands before the colon, whatever the path behind it is. */
function scpHostsIn(script: string): readonly string[] {
  const hosts: string[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.type === "Command" && node.name?.value === "scp") {
      hosts.push(...node.args.flatMap(({ text }) => /^(?:[\w.-]+@)?([\w.-]+):/.exec(text)?.[1] ?? []));
    }
    forEachChild(node, visit);
  };
  visit(parseShell(script));
  return hosts;
}

/** `DOCKER_HOST=ssh://web-1 docker ps`, `export DOCKER_HOST=…`. */
function dockerHostsSetIn(script: string): readonly string[] {
  const hosts: string[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.type === "Assignment" && node.name === "DOCKER_HOST") {
      const value = node.value?.type === "Word" ? staticValue(node.value) : null;
      hosts.push(...(value === null ? [] : [value]));
    }
    forEachChild(node, visit);
  };
  visit(parseShell(script));
  return hosts;
}
