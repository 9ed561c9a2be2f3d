import "server-only";
import type { Agent } from "node:http";
import { type DockerHost, findDockerHost } from "@/lib/adapters/config/docker";
import type { SshConfig } from "@/lib/adapters/config/ssh";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import { dockerTunnel } from "../ssh/docker-tunnel";
import { connectDocker, type DockerConnection } from "./connection";

/** The hosts of the configuration by their names or addresses; anything else is refused with the line to add. */
export function listedHosts(
  hosts: readonly DockerHost[],
  ssh: SshConfig | null,
): (named: string | null) => Result<DockerConnection, string> {
  return (named) => {
    const host = findDockerHost(hosts, named);
    return host ? ok(connectDocker(host, tunnelTo(host, ssh))) : failed(refusalOf(hosts, named));
  };
}

function tunnelTo(host: DockerHost, ssh: SshConfig | null): Agent | undefined {
  return host.kind === "ssh" ? dockerTunnel(ssh, host.ssh) : undefined;
}

function refusalOf(hosts: readonly DockerHost[], named: string | null): string {
  if (named !== null && named !== "default") {
    return `refused: docker host ${named} is not listed; add "- ${entryFor(named)}" under docker in the configuration`;
  }
  return hosts.length === 0
    ? 'refused: no Docker host is configured; add "- { name: NAME, socket: /var/run/docker.sock }" under docker in the configuration'
    : `refused: there are several Docker hosts: write docker -H NAME (${hosts.map(({ name }) => name).join(", ")}), or give one of them isDefault: true`;
}

function entryFor(named: string): string {
  const [, ssh] = /^ssh:\/\/(?:[^@]+@)?([^:/]+)/.exec(named) ?? [];
  if (ssh !== undefined) {
    return `{ name: ${ssh}, ssh: ${ssh} }`;
  }
  if (named.startsWith("unix://")) {
    return `{ name: NAME, socket: ${named.slice("unix://".length)} }`;
  }
  return named.includes("://") ? `{ name: NAME, host: "${named}" }` : `{ name: ${named}, host: "tcp://HOST:2376" }`;
}
