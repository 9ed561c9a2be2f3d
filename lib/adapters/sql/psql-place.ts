import "server-only";
import type { Result } from "@/lib/core/kernel/result";
import type { PsqlPlace } from "./psql-flags";

/** Where a psql command wants to connect, flags, connection string and environment taken together. */
export type PostgresPlace = PsqlPlace & { readonly password?: string };

/** A server to connect to. `url` holds the credentials and never reaches an output. */
export type PostgresEndpoint = { readonly name: string; readonly url: string };

/** The endpoint that a place stands for, or the sentence that says what to add to the configuration. */
export type ResolvePostgres = (place: PostgresPlace) => Result<PostgresEndpoint, string>;

const fromEnvironment = {
  host: "PGHOST",
  port: "PGPORT",
  user: "PGUSER",
  database: "PGDATABASE",
  password: "PGPASSWORD",
} as const;
const keywords: Readonly<Record<string, keyof PostgresPlace>> = {
  host: "host",
  hostaddr: "host",
  port: "port",
  user: "user",
  dbname: "database",
  password: "password",
};

/** A database argument may be a name, a URI or `key=value` words; it wins over flags, and these over the environment. */
export function readPlace(written: PsqlPlace, environment: Readonly<Record<string, string>>): PostgresPlace {
  const place: Record<string, string> = {};
  for (const [name, variable] of Object.entries(fromEnvironment)) {
    const value = environment[variable];
    if (value !== undefined && value !== "") {
      place[name] = value;
    }
  }
  const { database = "", ...flags } = written;
  return { ...place, ...flags, ...fromConnectionString(database) };
}

function fromConnectionString(text: string): PostgresPlace {
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) {
    const { hostname, port, username, password, pathname } = new URL(text);
    return present({ host: hostname, port, user: username, password, database: pathname.slice(1) });
  }
  if (/^\s*\w+\s*=/.test(text)) {
    const found = [...text.matchAll(/(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S*))/g)];
    return Object.fromEntries(
      found.flatMap(([, key = "", quoted, plain]) => {
        const name = keywords[key];
        return name === undefined ? [] : [[name, (quoted ?? plain ?? "").replaceAll(/\\(.)/g, "$1")]];
      }),
    );
  }
  return text === "" ? {} : { database: text };
}

function present(place: Readonly<Record<keyof PostgresPlace, string>>): PostgresPlace {
  return Object.fromEntries(
    Object.entries(place).flatMap(([name, value]) => (value === "" ? [] : [[name, decodeURIComponent(value)]])),
  );
}
