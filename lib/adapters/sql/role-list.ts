import "server-only";
import { type NamePattern, onlyName } from "./catalog-lists";
import type { Table } from "./result-table";
import type { Session } from "./session";

/** `\du` and `\dg`: psql puts the attributes into words itself. */
export async function listRoles(session: Session, { name }: NamePattern, isVerbose: boolean): Promise<Table> {
  const [outcome] = await session.run(
    `SELECT r.rolname AS "Role name", concat_ws(', ', CASE WHEN r.rolsuper THEN 'Superuser' END,
  CASE WHEN NOT r.rolinherit THEN 'No inheritance' END, CASE WHEN r.rolcreaterole THEN 'Create role' END,
  CASE WHEN r.rolcreatedb THEN 'Create DB' END, CASE WHEN NOT r.rolcanlogin THEN 'Cannot login' END,
  CASE WHEN r.rolreplication THEN 'Replication' END, CASE WHEN r.rolbypassrls THEN 'Bypass RLS' END)
  || CASE WHEN r.rolconnlimit = 0 THEN E'\\nNo connections' WHEN r.rolconnlimit = 1 THEN E'\\n1 connection'
       WHEN r.rolconnlimit > 0 THEN E'\\n' || r.rolconnlimit || ' connections' ELSE '' END
  || coalesce(E'\\nPassword valid until ' || r.rolvaliduntil::text, '') AS "Attributes",
  ARRAY(SELECT b.rolname FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles b ON m.roleid = b.oid
        WHERE m.member = r.oid) AS "Member of"
  ${isVerbose ? ", pg_catalog.shobj_description(r.oid, 'pg_authid') AS \"Description\"" : ""}
FROM pg_catalog.pg_roles r WHERE ${name === null ? "r.rolname !~ '^pg_'" : "true"} ${onlyName("r.rolname", name)} ORDER BY 1`,
  );
  if (outcome?.kind === "error") {
    throw outcome.error;
  }
  const found = outcome?.kind === "rows" ? outcome : { columns: [], rows: [] };
  const rows = found.rows.map((row) => row.map((cell, index) => (index === 1 ? leading(cell ?? "") : cell)));
  return { title: "List of roles", columns: found.columns, rows, footers: [] };
}

/** A limit alone stands on the first line. */
function leading(attributes: string): string {
  return attributes.replace(/^\n/, "");
}
