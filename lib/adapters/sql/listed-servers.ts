import "server-only";
import { addressWithPassword, type PostgresServer, serversAt } from "@/lib/adapters/config/databases";
import { failed, ok } from "@/lib/core/kernel/result";
import type { ResolvePostgres } from "./psql-place";

/** The servers of the configuration, by host and user as runbooks write them; never what the command line itself says. */
export function listedPostgres(servers: readonly PostgresServer[]): ResolvePostgres {
  return ({ host, port, user }) => {
    if (host === undefined) {
      return failed("refused: say which server is meant: psql -h HOST, or set PGHOST");
    }
    const found = serversAt(servers, host, port).filter(
      ({ users }) => user === undefined || users.length === 0 || users.includes(user),
    );
    const server = found.find(({ users }) => user !== undefined && users.includes(user)) ?? found[0];
    const as = user === undefined ? "" : ` as ${user}`;
    return server
      ? ok({ name: server.name, url: addressWithPassword(server) })
      : failed(
          `refused: ${host}${as} is not listed; add it to "hosts" of an entry under "postgres" in the configuration`,
        );
  };
}

/** The caller's own server (CLI): what the command line and the environment say, as libpq takes it. */
export const callersPostgres: ResolvePostgres = ({ host = "localhost", port = "5432", user, password, database }) => {
  const url = new URL(`postgresql://${host.includes(":") ? `[${host}]` : host}:${port}`);
  url.username = user ?? "postgres";
  url.password = password ?? "";
  url.pathname = `/${database ?? user ?? "postgres"}`;
  return ok({ name: "your server", url: url.href });
};
