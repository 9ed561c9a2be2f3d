import "server-only";
import { DatabaseError } from "pg";
import type { PostgresPlace } from "./psql-place";

/** Why a connection failed, in the words of libpq. `place` names the host as the runbook wrote it. */
export function connectFailure(error: unknown, place: PostgresPlace): string {
  const host = place.host ?? "localhost";
  const port = place.port ?? "5432";
  if (!(error instanceof Error)) {
    throw error;
  }
  if (error instanceof DatabaseError) {
    return `psql: error: connection to server at "${host}", port ${port} failed: ${error.severity ?? "FATAL"}:  ${error.message}\n`;
  }
  const causes = error instanceof AggregateError ? error.errors.filter((cause) => cause instanceof Error) : [error];
  return causes.map((cause) => `psql: error: ${reason(cause, { host, port })}\n`).join("");
}

function reason(error: Error, { host, port }: { readonly host: string; readonly port: string }): string {
  const code = "code" in error ? String(error.code) : "";
  const address = "address" in error && error.address !== host ? ` (${String(error.address)})` : "";
  const at = `connection to server at "${host}"${address}, port ${port} failed`;
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `could not translate host name "${host}" to address: Name or service not known`;
    case "ECONNREFUSED":
      return `${at}: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?`;
    case "EHOSTUNREACH":
      return `${at}: No route to host\n\tIs the server running on that host and accepting TCP/IP connections?`;
    case "ECONNRESET":
      return `${at}: server closed the connection unexpectedly`;
    default:
      return `${at}: ${/password/.test(error.message) ? "fe_sendauth: no password supplied" : error.message}`;
  }
}
