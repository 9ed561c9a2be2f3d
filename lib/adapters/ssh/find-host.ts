import "server-only";
import { existsSync } from "node:fs";
import path from "node:path";
import { findSshHost, type SshConfig, type SshTarget } from "@/lib/adapters/config/ssh";
import { failed, ok } from "@/lib/core/kernel/result";
import type { FindHost } from "./ssh";

/** The hosts of the configuration; any other is refused with the line to add. */
export function listedSshHosts(config: SshConfig | null): FindHost {
  return (target) => {
    const host = findSshHost(config?.hosts ?? [], target);
    return config && host ? ok({ host, knownHosts: config.knownHosts }) : failed(refusalOf(target));
  };
}

function refusalOf({ host, user, port }: SshTarget): string {
  const entry = `{ name: ${host}, address: ${host}, port: ${port ?? 22}, user: ${user ?? "USER"}, privateKey: FILE }`;
  return `refused: ${user === null ? "" : `${user}@`}${host} is not listed; add "- ${entry}" under ssh.hosts in the configuration`;
}

const keyFiles = ["id_ed25519", "id_ecdsa", "id_rsa"];

/** Any host, with the keys and the known_hosts file of the person at the command line. */
export function callersSsh({ HOME = "", USER = "root" }: Readonly<Record<string, string | undefined>>): FindHost {
  const folder = path.join(HOME, ".ssh");
  return ({ host, user, port }) => {
    const privateKey = keyFiles.map((name) => path.join(folder, name)).find((file) => existsSync(file));
    if (privateKey === undefined) {
      return failed(`there is no key: none of ${keyFiles.join(", ")} is in ${folder}`);
    }
    const own = { name: host, address: host, port: Number(port ?? 22), user: user ?? USER, privateKey };
    return ok({ host: own, knownHosts: path.join(folder, "known_hosts") });
  };
}
