import "server-only";
import { Client, type ClientConfig, DatabaseError } from "pg";

export type Column = { readonly name: string; readonly isNumeric: boolean };
export type Cells = readonly (string | null)[];

/** What one statement came to, in the order of the statements. Cells are the server's own text. */
export type Outcome =
  | {
      readonly kind: "rows";
      readonly columns: readonly Column[];
      readonly rows: readonly Cells[];
      readonly tag: string;
    }
  | { readonly kind: "command"; readonly tag: string }
  | { readonly kind: "copied"; readonly text: string }
  | { readonly kind: "error"; readonly error: DatabaseError }
  /** The connection broke; `last` is what the server said before, if it did. */
  | { readonly kind: "lost"; readonly last: DatabaseError | null }
  | { readonly kind: "too-large" };

export type Session = {
  readonly serverVersion: number;
  readonly host: string;
  readonly port: number;
  /** Runs statements as one simple query, as psql sends them. Never rejects for an error of the server. */
  run(sql: string): Promise<readonly Outcome[]>;
  close(): Promise<void>;
};

/** A result is held whole to be aligned; beyond this it is cancelled. */
export const MAX_RESULT_BYTES = 32 * 1024 * 1024;

/** Types that psql prints to the right: int8, int2, int4, oid, xid, cid, float4, float8, money, numeric, xid8. */
const numericTypes = new Set([20, 21, 23, 26, 28, 29, 700, 701, 790, 1700, 5069]);

/** Connects; rejects with pg's error when that fails. On abort the statement is cancelled on the server too. */
export async function openSession(
  config: ClientConfig,
  options: { readonly signal: AbortSignal; onNotice(notice: DatabaseError): void },
): Promise<Session> {
  const client = new Client(config);
  client.on("notice", (notice) => options.onNotice(notice as unknown as DatabaseError));
  // A connection that breaks while nothing is asked of it: the next statement says so.
  client.on("error", () => undefined);
  await client.connect();
  const cancel = () => cancelOnServer(client, config);
  options.signal.addEventListener("abort", cancel, { once: true });
  const { rows } = await client.query<{ server_version_num: string }>("show server_version_num");
  return {
    serverVersion: Number(rows[0]?.server_version_num ?? 0),
    host: client.host,
    port: client.port,
    run: (sql) => simpleQuery(client, { sql, cancel }),
    close: async () => {
      options.signal.removeEventListener("abort", cancel);
      await client.end();
    },
  };
}

/** Closing a connection ends no statement: the server is told, by a second connection. */
function cancelOnServer(client: Client, config: ClientConfig): void {
  const pid = "processID" in client ? Number(client.processID) : 0;
  const second = new Client(config);
  second.on("error", () => undefined);
  void second
    .connect()
    .then(() => second.query("select pg_cancel_backend($1)", [pid]))
    .catch(() => undefined)
    .finally(() => {
      void second.end().catch(() => undefined);
      client.connection.stream.destroy();
    });
}

type FieldMessage = { readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[] };

function simpleQuery(client: Client, ask: { readonly sql: string; cancel(): void }): Promise<readonly Outcome[]> {
  return new Promise((resolve) => {
    const outcomes: Outcome[] = [];
    let columns: readonly Column[] | null = null;
    let rows: Cells[] = [];
    let copied: string | null = null;
    let bytes = 0;
    let isTooLarge = false;
    const add = (size: number) => {
      bytes += size;
      if (bytes > MAX_RESULT_BYTES && !isTooLarge) {
        isTooLarge = true;
        ask.cancel();
      }
    };
    client.query({
      submit: (connection: { query(text: string): void }) => connection.query(ask.sql),
      handleRowDescription: ({ fields }: FieldMessage) => {
        columns = fields.map(({ name, dataTypeID }) => ({ name, isNumeric: numericTypes.has(dataTypeID) }));
        rows = [];
      },
      handleDataRow: ({ fields, length }: { readonly fields: Cells; readonly length: number }) => {
        add(length);
        if (!isTooLarge) {
          rows.push(fields);
        }
      },
      handleCopyData: ({ chunk }: { readonly chunk: Buffer }) => {
        add(chunk.length);
        copied = isTooLarge ? copied : (copied ?? "") + chunk.toString("utf8");
      },
      handleCopyInResponse: (connection: { sendCopyFail(reason: string): void }) =>
        connection.sendCopyFail("there is no data to copy from"),
      handleCommandComplete: ({ text }: { readonly text: string }) => {
        outcomes.push(outcomeOf({ columns, rows, copied, tag: text }));
        columns = null;
        copied = null;
      },
      handleEmptyQuery: () => undefined,
      handlePortalSuspended: () => undefined,
      handleError: (error: Error) => {
        const failure = failureOf(error);
        // A statement does not end with its connection.
        if (failure.kind === "lost" && failure.last === null && !isTooLarge) {
          ask.cancel();
        }
        outcomes.push(isTooLarge ? { kind: "too-large" } : failure);
        resolve(outcomes);
      },
      handleReadyForQuery: () => resolve(outcomes),
    });
  });
}

function failureOf(error: Error): Outcome {
  if (!(error instanceof DatabaseError)) {
    return { kind: "lost", last: null };
  }
  return /^(?:FATAL|PANIC)$/.test(error.severity ?? "") ? { kind: "lost", last: error } : { kind: "error", error };
}

function outcomeOf(done: {
  readonly columns: readonly Column[] | null;
  readonly rows: readonly Cells[];
  readonly copied: string | null;
  readonly tag: string;
}): Outcome {
  if (done.copied !== null) {
    return { kind: "copied", text: done.copied };
  }
  return done.columns
    ? { kind: "rows", columns: done.columns, rows: done.rows, tag: done.tag }
    : { kind: "command", tag: done.tag };
}
