import "server-only";
import { isIP } from "node:net";
import type { Session } from "./session";

/** What `\conninfo` says of the connection. */
export async function connectionInfo(session: Session): Promise<string> {
  const [outcome] = await session.run(
    `SELECT current_database(), session_user, host(inet_server_addr()), s.version, s.cipher
FROM (SELECT 1) AS one LEFT JOIN pg_catalog.pg_stat_ssl s ON s.pid = pg_catalog.pg_backend_pid() AND s.ssl`,
  );
  if (outcome?.kind === "error") {
    throw outcome.error;
  }
  const [database, user, address, version, cipher] = outcome?.kind === "rows" ? (outcome.rows[0] ?? []) : [];
  const { host, port } = session;
  const place = host.startsWith("/")
    ? `via socket in "${host}"`
    : `on host "${host}"${isIP(host) === 0 && address ? ` (address "${address}")` : ""}`;
  const tls = version ? `SSL connection (protocol: ${version}, cipher: ${cipher}, compression: off)\n` : "";
  return `You are connected to database "${database}" as user "${user}" ${place} at port "${port}".\n${tls}`;
}
