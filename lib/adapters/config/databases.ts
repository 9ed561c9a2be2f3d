import "server-only";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { AppError } from "@/lib/core/kernel/app-error";

const name = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, "must be letters, digits, dots, dashes and underscores");
const shared = {
  name,
  /** The hosts as runbooks write them, with or without a port. */
  hosts: z.array(z.string().min(1)).min(1),
  /** A file that holds the password, when it is not in the address. */
  passwordFile: z.string().min(1).optional(),
};

const postgresSchema = z.strictObject({
  ...shared,
  url: z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgresql://"),
  /** The users that runbooks name and for whom these credentials stand; none: any. */
  users: z.array(z.string().min(1)).default([]),
});
const redisSchema = z.strictObject({ ...shared, url: z.string().regex(/^rediss?:\/\//, "must begin with redis://") });

const isUnique = (entries: readonly { readonly name: string }[]) =>
  new Set(entries.map((entry) => entry.name)).size === entries.length;

/** The section `postgres` of the configuration file. */
export const postgresSection = z.array(postgresSchema).default([]).refine(isUnique, "have a name twice");

/** The section `redis`. */
export const redisSection = z.array(redisSchema).default([]).refine(isUnique, "have a name twice");

/** A Postgres that Headroom may use, with its credentials. */
export type PostgresServer = Readonly<z.infer<typeof postgresSchema>>;

/** A Redis that Headroom may use, with its credentials. */
export type RedisServer = Readonly<z.infer<typeof redisSchema>>;

type Server = { readonly name: string; readonly hosts: readonly string[] };

/** The servers of the configuration that a host, as a runbook writes it, stands for. */
export function serversAt<Kind extends Server>(
  servers: readonly Kind[],
  host: string,
  port?: string | undefined,
): readonly Kind[] {
  return servers.filter(
    ({ hosts }) => hosts.includes(host) || (port !== undefined && hosts.includes(`${host}:${port}`)),
  );
}

/** The address with the password of the entry's file in it. Throws AppError when the file cannot be read. */
export function addressWithPassword({ name: server, url, passwordFile }: PostgresServer | RedisServer): string {
  if (passwordFile === undefined) {
    return url;
  }
  const address = new URL(url);
  try {
    address.password = encodeURIComponent(readFileSync(passwordFile, "utf8").trim());
  } catch (error) {
    throw new AppError("invalid-input", `The passwordFile of ${server} in the configuration cannot be read.`, {
      cause: error,
    });
  }
  return address.href;
}

/** The passwords of the entries, for what no output may show. */
export function databasePasswords(servers: readonly (PostgresServer | RedisServer)[]): readonly string[] {
  return servers.flatMap((server) => {
    const { password } = new URL(addressWithPassword(server));
    return password === "" ? [] : [decodeURIComponent(password)];
  });
}
