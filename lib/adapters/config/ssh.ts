import "server-only";
import { z } from "zod";

const name = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, "must be letters, digits, dots, dashes and underscores");
const file = z.string().min(1);

const hostSchema = z.strictObject({
  /** As runbooks write it. */
  name,
  address: z.string().regex(/^[\w.:-]+$/, "must be a host name or an address"),
  port: z.number().int().min(1).max(65_535).default(22),
  user: z.string().regex(/^[\w.-]+$/, "must be a user's name"),
  privateKey: file,
});

const hostsSchema = z
  .array(hostSchema)
  .min(1)
  .refine(
    (hosts) => new Set(hosts.map((host) => `${host.user}@${host.name}`)).size === hosts.length,
    "have a user and name twice",
  );

/** One host that Headroom may reach by SSH. */
export type SshHost = Readonly<z.infer<typeof hostSchema>>;

export type SshConfig = { readonly knownHosts: string; readonly hosts: readonly SshHost[] };

/** The section `ssh` of the configuration file; null without one. */
export const sshSection = z.strictObject({ knownHosts: file, hosts: hostsSchema.readonly() }).nullable().default(null);

/** The same section with its files found from another folder. */
export function sshConfigFrom(ssh: SshConfig, resolve: (file: string) => string): SshConfig {
  return {
    knownHosts: resolve(ssh.knownHosts),
    hosts: ssh.hosts.map((host) => ({ ...host, privateKey: resolve(host.privateKey) })),
  };
}

/** Which host a command line means; user and port only when they are written. */
export type SshTarget = { readonly host: string; readonly user: string | null; readonly port: string | null };

/** The first listed host of that name or address, user and port; undefined when there is none. */
export function findSshHost(hosts: readonly SshHost[], { host: named, user, port }: SshTarget): SshHost | undefined {
  return hosts.find(
    (host) =>
      (host.name === named || host.address === named) &&
      (user === null || host.user === user) &&
      (port === null || String(host.port) === port),
  );
}
