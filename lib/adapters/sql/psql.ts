import "server-only";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { endpointRefusal } from "@/lib/core/shell/grant";
import { readRisk } from "@/lib/core/shell/risk/risk";
import { sqlRisk } from "@/lib/core/shell/risk/sql-risk";
import { withoutBeyond } from "./beyond";
import { connectFailure } from "./connect-failure";
import { messageText } from "./error-text";
import { type PsqlOptions, readPsqlFlags } from "./psql-flags";
import { type PostgresEndpoint, type PostgresPlace, type ResolvePostgres, readPlace } from "./psql-place";
import { type Script, scriptsOf } from "./psql-scripts";
import { runScripts } from "./run-scripts";
import { openSession, type Session } from "./session";

const CONNECT_TIMEOUT_MS = 10_000;
const FAILED = 1;
const NOT_CONNECTED = 2;
const REFUSED = 126;

/**
 * psql for the forms that runbooks use: statements by `-c`, by standard input or a heredoc, and the backslash commands
 * that list and describe. Credentials come with the endpoint; a run that may only read gets a read-only session.
 */
export function psqlCommand(options: { readonly resolve: ResolvePostgres }): NativeCommand {
  return {
    name: "psql",
    run: async (argv, io) => {
      const read = readPsqlFlags(argv);
      if (!read.ok) {
        io.write("stderr", read.error);
        return FAILED;
      }
      if (read.value.wantsVersion) {
        io.write("stdout", "psql (PostgreSQL) 15 (Headroom)\n");
        return 0;
      }
      const place = readPlace(read.value.place, io.env);
      const endpoint = options.resolve(place);
      if (!endpoint.ok) {
        io.write("stderr", `psql: ${endpoint.error}\n`);
        return REFUSED;
      }
      const given = await scriptsOf(read.value, io);
      const scripts = given.ok ? withoutBeyond(given.value, read.value) : given;
      if (!scripts.ok) {
        io.write("stderr", `psql: error: ${scripts.error}\n`);
        return FAILED;
      }
      const refused = refusalOf(scripts.value, endpoint.value, io);
      if (refused !== null) {
        io.write("stderr", `headroom: ${refused}\n`);
        return REFUSED;
      }
      return connected({ scripts: scripts.value, options: read.value, place, endpoint: endpoint.value, io });
    },
  };
}

/** Checked before anything is sent: a script that may not end is not begun. */
function refusalOf(scripts: readonly Script[], { name }: PostgresEndpoint, { grant }: CommandIo): string | null {
  for (const { kind, text } of scripts.flatMap(({ items }) => items)) {
    // Of psql's own commands, only a copy holds a statement.
    const { risk } = kind === "meta" && !/^\\copy\b/i.test(text) ? readRisk : sqlRisk(text);
    const act = { system: "postgres" as const, name, risk: risk === "unknown" ? ("change" as const) : risk };
    const refused = endpointRefusal(grant, { ...act, description: `psql ${text.split(/\s+/, 3).join(" ")}` });
    if (refused !== null) {
      return refused;
    }
  }
  return null;
}

type Call = {
  readonly scripts: readonly Script[];
  readonly options: PsqlOptions;
  readonly place: PostgresPlace;
  readonly endpoint: PostgresEndpoint;
  readonly io: CommandIo;
};

async function connected(call: Call): Promise<number> {
  const { io, place } = call;
  // A notice belongs to the statement that is running, for its position.
  const current = { sql: "" };
  let session: Session;
  try {
    session = await openSession(
      {
        connectionString: sessionUrl(call),
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        keepAlive: true,
        application_name: "psql",
      },
      { signal: io.signal, onNotice: (notice) => io.write("stderr", messageText(notice, current.sql)) },
    );
  } catch (error) {
    io.write("stderr", connectFailure(error, place));
    return NOT_CONNECTED;
  }
  try {
    return await runScripts({ ...call, session, current });
  } finally {
    await session.close().catch(() => undefined);
  }
}

/** The endpoint's address with the database asked for; the server itself refuses writes of a run that may only read. */
function sessionUrl({ endpoint, place, io }: Call): string {
  const url = new URL(endpoint.url);
  if (place.database !== undefined) {
    url.pathname = `/${encodeURIComponent(place.database)}`;
  }
  if (io.grant.ceiling === "read") {
    url.searchParams.set("options", "-c default_transaction_read_only=on");
  }
  return url.href;
}
