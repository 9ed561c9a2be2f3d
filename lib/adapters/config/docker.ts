import "server-only";
import { z } from "zod";

const name = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, "must be letters, digits, dots, dashes and underscores");
const file = z.string().min(1);
const tlsSchema = z.strictObject({ ca: file, cert: file, key: file });

const entrySchema = z
  .strictObject({
    name,
    /** A Unix socket of this machine. */
    socket: file.optional(),
    /** An address: with `tls`, or without it inside of a trusted network. */
    host: z
      .string()
      .regex(/^tcp:\/\/[^/]+:\d+$/, "must be tcp://HOST:PORT")
      .optional(),
    tls: tlsSchema.optional(),
    /** The name of a host in the section `ssh`, on which the docker program stands. */
    ssh: name.optional(),
    isDefault: z.boolean().default(false),
  })
  .refine(
    ({ socket, host, ssh }) => [socket, host, ssh].filter((way) => way !== undefined).length === 1,
    "needs one of socket, host and ssh",
  )
  .refine(({ host, tls }) => tls === undefined || host !== undefined, "has tls without host");

export type DockerTls = Readonly<z.infer<typeof tlsSchema>>;

/** One Docker Engine that Headroom may use. */
export type DockerHost = { readonly name: string; readonly isDefault: boolean } & (
  | { readonly kind: "socket"; readonly socket: string }
  | { readonly kind: "tcp"; readonly host: string; readonly tls: DockerTls | null }
  | { readonly kind: "ssh"; readonly ssh: string }
);

/** The section `docker` of the configuration file. */
export const dockerSection = z
  .array(entrySchema)
  .default([])
  .refine((entries) => new Set(entries.map((entry) => entry.name)).size === entries.length, "have a name twice")
  .refine((entries) => entries.filter(({ isDefault }) => isDefault).length <= 1, "have two defaults")
  .transform((entries) => entries.map(hostOf));

type Entry = z.infer<typeof entrySchema>;

function hostOf({ name: known, isDefault, socket, host, tls, ssh }: Entry): DockerHost {
  if (socket !== undefined) {
    return { name: known, isDefault, kind: "socket", socket };
  }
  return host !== undefined
    ? { name: known, isDefault, kind: "tcp", host, tls: tls ?? null }
    : { name: known, isDefault, kind: "ssh", ssh: ssh ?? "" };
}

/** The same host with its files found from another folder. */
export function dockerHostFrom(host: DockerHost, resolve: (file: string) => string): DockerHost {
  if (host.kind === "tcp" && host.tls) {
    const { ca, cert, key } = host.tls;
    return { ...host, tls: { ca: resolve(ca), cert: resolve(cert), key: resolve(key) } };
  }
  return host;
}

/** The host that a `-H`, a `--context` or DOCKER_HOST means, or the default one for null; undefined when not listed. */
export function findDockerHost(hosts: readonly DockerHost[], named: string | null): DockerHost | undefined {
  if (named === null || named === "default") {
    return hosts.find(({ isDefault }) => isDefault) ?? (hosts.length === 1 ? hosts[0] : undefined);
  }
  return hosts.find((host) => host.name === named || addressOf(host) === named.replace(/\/$/, ""));
}

/** What a host is called in sentences, as the docker program writes it. */
export function addressOf(host: DockerHost): string {
  switch (host.kind) {
    case "socket":
      return `unix://${host.socket}`;
    case "tcp":
      return host.host;
    case "ssh":
      return `ssh://${host.ssh}`;
  }
}
