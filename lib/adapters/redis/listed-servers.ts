import "server-only";
import { addressWithPassword, type RedisServer, serversAt } from "@/lib/adapters/config/databases";
import { failed, ok } from "@/lib/core/kernel/result";
import type { ResolveRedis } from "./redis-cli";

/** The servers of the configuration, by host as runbooks write them; their credentials, not the command line's. */
export function listedRedis(servers: readonly RedisServer[]): ResolveRedis {
  return ({ host, port }) => {
    const [server] = serversAt(servers, host, String(port));
    return server
      ? ok({ name: server.name, url: addressWithPassword(server) })
      : failed(`refused: ${host} is not listed; add it to "hosts" of an entry under "redis" in the configuration`);
  };
}

/** The caller's own server (CLI). */
export const callersRedis: ResolveRedis = ({ host, port, uri }, { username, password }) => {
  if (uri !== undefined) {
    return ok({ name: "your server", url: uri });
  }
  const url = new URL(`redis://${host.includes(":") ? `[${host}]` : host}:${port}`);
  url.username = username ?? "";
  url.password = password ?? "";
  return ok({ name: "your server", url: url.href });
};
