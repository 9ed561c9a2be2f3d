import "server-only";

/** A list of psql's (`\dt`, `\l`, …): its title and the query that psql itself asks for it. */
export type CatalogList = { readonly title: string; readonly sql: string; readonly whenEmpty?: string };

/** psql's pattern: `*` and `?`, a schema before a dot, quotes for capitals. Null: no pattern. */
export type NamePattern = { readonly schema: string | null; readonly name: string | null };

const relationKinds: Readonly<Record<string, { readonly kinds: string; readonly noun: string }>> = {
  t: { kinds: "'r','p',''", noun: "relation" },
  i: { kinds: "'i','I',''", noun: "relation" },
  v: { kinds: "'v',''", noun: "relation" },
  m: { kinds: "'m',''", noun: "relation" },
  s: { kinds: "'S',''", noun: "relation" },
};

const RELATION_TYPE = `CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
  WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table'
  WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type"`;

const SYSTEM_SCHEMAS = "n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast' AND n.nspname <> 'information_schema'";

/** `\d`, `\dt`, `\di`, `\dv`, `\dm`, `\ds` and combinations, with `+` for sizes. */
export function relationList(letters: string, pattern: NamePattern, isVerbose: boolean): CatalogList {
  const chosen = [...letters].flatMap((letter) => relationKinds[letter]?.kinds ?? []);
  const kinds = chosen.length > 0 ? chosen.join(",") : "'r','p','v','m','S','f',''";
  const hasTables = letters === "" || /[tms]/.test(letters);
  const onlyIndexes = /i/.test(letters);
  const verbose = `,
  CASE c.relpersistence WHEN 'p' THEN 'permanent' WHEN 't' THEN 'temporary' WHEN 'u' THEN 'unlogged' END as "Persistence",
  ${hasTables || onlyIndexes ? 'am.amname as "Access method",' : ""}
  pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(c.oid)) as "Size",
  pg_catalog.obj_description(c.oid, 'pg_class') as "Description"`;
  const sql = `SELECT n.nspname as "Schema", c.relname as "Name", ${RELATION_TYPE},
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner"${onlyIndexes ? ',\n  c2.relname as "Table"' : ""}${isVerbose ? verbose : ""}
FROM pg_catalog.pg_class c
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
  LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
  LEFT JOIN pg_catalog.pg_class c2 ON i.indrelid = c2.oid
WHERE c.relkind IN (${kinds})${pattern.name === null && pattern.schema === null ? ` AND ${SYSTEM_SCHEMAS}` : ""}
  ${patternSql(pattern, { schema: "n.nspname", name: "c.relname", isVisible: "pg_catalog.pg_table_is_visible(c.oid)" })}
ORDER BY 1,2`;
  const named = pattern.name === null ? "" : " named";
  return { title: "List of relations", sql, whenEmpty: `Did not find any relation${named === "" ? "s" : named}` };
}

/** `\l`. The server's version decides the columns, as in the psql of that version. */
export function databaseList(serverVersion: number, { name }: NamePattern, isVerbose: boolean): CatalogList {
  const provider = `CASE d.datlocprovider WHEN 'b' THEN 'builtin' WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END AS "Locale Provider"`;
  const places = `d.datcollate as "Collate", d.datctype as "Ctype"`;
  const locale = [
    { from: 170_000, columns: `${provider}, ${places}, d.datlocale as "Locale", d.daticurules as "ICU Rules"` },
    { from: 150_000, columns: `${places}, d.daticulocale as "ICU Locale", ${provider}` },
    { from: 0, columns: places },
  ].find(({ from }) => serverVersion >= from)?.columns;
  const verbose = `, CASE WHEN pg_catalog.has_database_privilege(d.datname, 'CONNECT')
  THEN pg_catalog.pg_size_pretty(pg_catalog.pg_database_size(d.datname)) ELSE 'No Access' END as "Size",
  t.spcname as "Tablespace", pg_catalog.shobj_description(d.oid, 'pg_database') as "Description"`;
  const sql = `SELECT d.datname as "Name", pg_catalog.pg_get_userbyid(d.datdba) as "Owner",
  pg_catalog.pg_encoding_to_char(d.encoding) as "Encoding", ${locale},
  pg_catalog.array_to_string(d.datacl, E'\\n') AS "Access privileges"${isVerbose ? verbose : ""}
FROM pg_catalog.pg_database d JOIN pg_catalog.pg_tablespace t on d.dattablespace = t.oid
WHERE true ${onlyName("d.datname", name)} ORDER BY 1`;
  return { title: "List of databases", sql };
}

/** `\dn`. */
export function schemaList(pattern: NamePattern, isVerbose: boolean): CatalogList {
  const verbose = `, pg_catalog.array_to_string(n.nspacl, E'\\n') AS "Access privileges",
  pg_catalog.obj_description(n.oid, 'pg_namespace') AS "Description"`;
  const sql = `SELECT n.nspname AS "Name", pg_catalog.pg_get_userbyid(n.nspowner) AS "Owner"${isVerbose ? verbose : ""}
FROM pg_catalog.pg_namespace n
WHERE ${pattern.name === null ? "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'" : "true"}
  ${onlyName("n.nspname", pattern.name)}
ORDER BY 1`;
  return { title: "List of schemas", sql };
}

/** `\dx`. */
export function extensionList({ name }: NamePattern): CatalogList {
  const sql = `SELECT e.extname AS "Name", e.extversion AS "Version", n.nspname AS "Schema", c.description AS "Description"
FROM pg_catalog.pg_extension e LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
  LEFT JOIN pg_catalog.pg_description c ON c.objoid = e.oid AND c.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass
WHERE true ${onlyName("e.extname", name)} ORDER BY 1`;
  return { title: "List of installed extensions", sql };
}

/** The condition of a pattern for what is in no schema. */
export function onlyName(column: string, name: string | null): string {
  return patternSql({ schema: null, name }, { schema: column, name: column, isVisible: "true" });
}

/** The conditions of a pattern; a name without a schema must be visible on the search path. */
export function patternSql(
  { schema, name }: NamePattern,
  columns: { readonly schema: string; readonly name: string; readonly isVisible: string },
): string {
  const match = (column: string, pattern: string) =>
    `AND ${column} OPERATOR(pg_catalog.~) ${literal(`^(${pattern})$`)} COLLATE pg_catalog.default`;
  return [
    name === null ? "" : match(columns.name, name),
    schema === null ? `AND ${columns.isVisible}` : match(columns.schema, schema),
  ].join(" ");
}

/** Reads `schema.na*e` into regular expressions. */
export function namePattern(text: string): NamePattern {
  const parts = (text.match(/(?:"[^"]*"?|[^."])+/g) ?? []).map((part) =>
    [...part.matchAll(/"([^"]*)"?|([^"])/g)]
      .map(([, quoted, letter]) => (letter === undefined ? escaped(quoted ?? "") : patternLetter(letter)))
      .join(""),
  );
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? null };
}

function escaped(text: string): string {
  return text.replaceAll(/[|*+?()[\]{}.^$\\]/g, "\\$&");
}

function patternLetter(letter: string): string {
  if (letter === "*") {
    return ".*";
  }
  if (letter === "?") {
    return ".";
  }
  return letter === "$" ? "\\$" : letter.toLowerCase();
}

function literal(text: string): string {
  return `${text.includes("\\") ? "E" : ""}'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
