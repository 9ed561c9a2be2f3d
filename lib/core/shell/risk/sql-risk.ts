import { type CommandRisk, readRisk } from "./risk";

const removals = /\b(drop|truncate|delete|pg_terminate_backend)\b/i;
const writes = /\b(insert|update|merge|into|for\s+(?:no\s+key\s+)?(?:update|share)|program)\b/i;
const reads =
  /^\s*(?:select|with|table|values|show|explain(?!\s*\(?\s*analy[sz]e)|set|reset|begin|commit|rollback|\\?copy\s*\(.*\)\s*to\s+stdout|\\?copy\s+[\w."]+(?:\s*\([\w",\s]*\))?\s+to\s+stdout|\\(?:d\S*|l\+?|conninfo|x|t|a|f|pset|echo|timing|q))(?![\w])/is;
const calls = /\b([\w.]+)\s*\(/g;
const opaque = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|(\$\w*\$)[\s\S]*?\1/g;

/** Functions that only compute, and words of the grammar that stand before a parenthesis. Any other may do anything. */
const plainFunctions = new Set(
  `count sum avg min max now round coalesce extract age date_trunc date_part length lower upper greatest least nullif abs ceil
floor trim substring substr left right replace split_part concat format to_char to_timestamp to_number cast array_agg
string_agg json_agg jsonb_agg json_build_object jsonb_build_object row_to_json unnest generate_series row_number rank
dense_rank lag lead ntile first_value last_value percentile_cont percentile_disc regexp_replace host version quote_ident
pg_size_pretty pg_database_size pg_total_relation_size pg_relation_size pg_table_size pg_indexes_size current_database
current_setting pg_is_in_recovery pg_current_wal_lsn pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_wal_lsn_diff
pg_last_xact_replay_timestamp pg_postmaster_start_time pg_blocking_pids pg_get_indexdef pg_get_constraintdef pg_get_viewdef
pg_get_userbyid pg_backend_pid obj_description has_database_privilege
select from where in and or not on as values any all some exists over filter within group by using interval case when then
else end between like ilike join lateral union intersect except having limit with partition order distinct explain copy
varchar char numeric decimal timestamp time`.split(/\s+/),
);

/** The risk of SQL, of one statement or several, by its words. A function that is not known counts as a change. */
export function sqlRisk(sql: string): CommandRisk {
  const plain = sql.replaceAll(opaque, (text) => (text.startsWith("-") || text.startsWith("/") ? " " : "''"));
  if (removals.test(plain)) {
    return { risk: "destructive", reason: "psql removes data or ends sessions" };
  }
  const isRead = plain.split(";").every((part) => part.trim() === "" || reads.test(part));
  const named = [...plain.matchAll(calls)].map(([, name = ""]) => name.toLowerCase().replace(/^pg_catalog\./, ""));
  return isRead && !writes.test(plain) && named.every((name) => plainFunctions.has(name))
    ? readRisk
    : { risk: "change", reason: "psql runs statements that may change data" };
}
