import "server-only";
import { type CatalogList, type NamePattern, onlyName, patternSql } from "./catalog-lists";

const FUNCTION_TYPE = `CASE p.prokind WHEN 'a' THEN 'agg' WHEN 'w' THEN 'window' WHEN 'p' THEN 'proc' ELSE 'func' END as "Type"`;
const SQL_BODIES = 140_000;

/** `\df`. */
export function functionList(serverVersion: number, pattern: NamePattern, isVerbose: boolean): CatalogList {
  const source =
    serverVersion >= SQL_BODIES ? "COALESCE(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc)" : "p.prosrc";
  const verbose = `,
  CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' WHEN 'v' THEN 'volatile' END as "Volatility",
  CASE p.proparallel WHEN 'r' THEN 'restricted' WHEN 's' THEN 'safe' WHEN 'u' THEN 'unsafe' END as "Parallel",
  pg_catalog.pg_get_userbyid(p.proowner) as "Owner", CASE WHEN prosecdef THEN 'definer' ELSE 'invoker' END AS "Security",
  pg_catalog.array_to_string(p.proacl, E'\\n') AS "Access privileges", l.lanname as "Language", ${source} as "Source code",
  pg_catalog.obj_description(p.oid, 'pg_proc') as "Description"`;
  const isAll = pattern.name === null && pattern.schema === null;
  const sql = `SELECT n.nspname as "Schema", p.proname as "Name",
  pg_catalog.pg_get_function_result(p.oid) as "Result data type",
  pg_catalog.pg_get_function_arguments(p.oid) as "Argument data types", ${FUNCTION_TYPE}${isVerbose ? verbose : ""}
FROM pg_catalog.pg_proc p LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  LEFT JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE ${isAll ? "n.nspname <> 'pg_catalog' AND n.nspname <> 'information_schema'" : "true"}
  ${patternSql(pattern, { schema: "n.nspname", name: "p.proname", isVisible: "pg_catalog.pg_function_is_visible(p.oid)" })}
ORDER BY 1, 2, 4`;
  return { title: "List of functions", sql };
}

const POLICIES = `pg_catalog.array_to_string(ARRAY(
    SELECT polname || CASE WHEN NOT polpermissive THEN ' (RESTRICTIVE)' ELSE '' END
    || CASE WHEN polcmd != '*' THEN ' (' || polcmd::pg_catalog.text || '):' ELSE ':' END
    || CASE WHEN polqual IS NOT NULL THEN E'\\n  (u): ' || pg_catalog.pg_get_expr(polqual, polrelid) ELSE '' END
    || CASE WHEN polwithcheck IS NOT NULL THEN E'\\n  (c): ' || pg_catalog.pg_get_expr(polwithcheck, polrelid) ELSE '' END
    || CASE WHEN polroles <> '{0}' THEN E'\\n  to: ' || pg_catalog.array_to_string(ARRAY(
         SELECT rolname FROM pg_catalog.pg_roles WHERE oid = ANY (polroles) ORDER BY 1), ', ') ELSE '' END
    FROM pg_catalog.pg_policy pol WHERE polrelid = c.oid), E'\\n') AS "Policies"`;

/** `\dp` and `\z`. */
export function privilegeList(pattern: NamePattern): CatalogList {
  const isAll = pattern.name === null && pattern.schema === null;
  const sql = `SELECT n.nspname as "Schema", c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
    WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' END as "Type",
  pg_catalog.array_to_string(c.relacl, E'\\n') AS "Access privileges",
  pg_catalog.array_to_string(ARRAY(SELECT attname || E':\\n  ' || pg_catalog.array_to_string(attacl, E'\\n  ')
    FROM pg_catalog.pg_attribute a WHERE attrelid = c.oid AND NOT attisdropped AND attacl IS NOT NULL
  ), E'\\n') AS "Column privileges",
  ${POLICIES}
FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r','v','m','S','f','p')${isAll ? " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'" : ""}
  ${patternSql(pattern, { schema: "n.nspname", name: "c.relname", isVisible: "pg_catalog.pg_table_is_visible(c.oid)" })}
ORDER BY 1, 2`;
  return { title: "Access privileges", sql };
}

/** `\db`. */
export function tablespaceList({ name }: NamePattern, isVerbose: boolean): CatalogList {
  const verbose = `, pg_catalog.array_to_string(spcacl, E'\\n') AS "Access privileges", spcoptions AS "Options",
  pg_catalog.pg_size_pretty(pg_catalog.pg_tablespace_size(oid)) AS "Size",
  pg_catalog.shobj_description(oid, 'pg_tablespace') AS "Description"`;
  const sql = `SELECT spcname AS "Name", pg_catalog.pg_get_userbyid(spcowner) AS "Owner",
  pg_catalog.pg_tablespace_location(oid) AS "Location"${isVerbose ? verbose : ""}
FROM pg_catalog.pg_tablespace WHERE true ${onlyName("spcname", name)} ORDER BY 1`;
  return { title: "List of tablespaces", sql };
}
