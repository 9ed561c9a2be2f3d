import { type CommandRisk, readRisk } from "./risk";
import { sqlTokenAt } from "./sql-tokens";

const removals = /\b(drop|truncate|delete|pg_terminate_backend)\b/i;
const writes = /\b(insert|update|merge|into|for\s+(?:no\s+key\s+)?(?:update|share)|program)\b/i;
/** Settings that change no more than how long the session's own reads take and how they look. */
const plainSettings =
  "statement_timeout|lock_timeout|idle_in_transaction_session_timeout|timezone|time\\s+zone|datestyle|intervalstyle|work_mem|application_name|client_min_messages|extra_float_digits|bytea_output|jit|enable_\\w+|max_parallel_workers_per_gather|search_path\\s*(?:=|to)\\s*(?![^;]*\\bpg_catalog\\b)[\\w\\s,]+$";
const reads = new RegExp(
  `^\\s*(?:select|with|table|values|show|explain(?!\\s*\\(?\\s*analy[sz]e)|set\\s+(?:session\\s+|local\\s+)?(?:${plainSettings})|reset|begin(?!.*\\bwrite\\b)|commit|rollback|\\\\?copy\\s*\\(.*\\)\\s*to\\s+stdout|\\\\?copy\\s+[\\w.]+(?:\\s*\\([\\w,\\s]*\\))?\\s+to\\s+stdout|\\\\(?:d\\S*|l\\+?|conninfo|x|t|a|f|pset|echo|timing|q))(?!\\w)`,
  "is",
);

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
  const { plain, calls, isClear } = readSql(sql);
  if (removals.test(plain)) {
    return { risk: "destructive", reason: "psql removes data or ends sessions" };
  }
  const isRead = plain.split(";").every((part) => part.trim() === "" || reads.test(part));
  const isPlain = calls.every((name) => plainFunctions.has(name));
  return isRead && isClear && isPlain && !writes.test(plain)
    ? readRisk
    : { risk: "change", reason: "psql runs statements that may change data" };
}

type ReadSql = {
  /** The words alone: texts are empty, comments are space, and a name is the same with and without its quotes. */
  readonly plain: string;
  /** The names that stand before a parenthesis. */
  readonly calls: readonly string[];
  readonly isClear: boolean;
};

/** A text with escapes that goes on behind a line break is still one with escapes, where any other reads differently. */
const goesOn = /(?:\s|--[^\n']*\n)*(?:--[^\n']*)?'/y;

function readSql(sql: string): ReadSql {
  const calls: string[] = [];
  let plain = "";
  let name = "";
  // What stands in backticks behind a command of psql is a command of the shell.
  let isClear = !/^\s*\\[^\n]*`/.test(sql);
  for (let at = 0; at < sql.length; ) {
    const { kind, text } = sqlTokenAt(sql, at);
    at += text.length;
    goesOn.lastIndex = at;
    isClear &&= !/^[eE]'/.test(text) || !goesOn.test(sql);
    const read = { string: "''", comment: " ", identifier: nameIn(text), word: text, other: text }[kind];
    plain += read;
    if (text === "(" && name !== "") {
      calls.push(name);
    }
    name = nameAfter(read, name);
  }
  return { plain, calls, isClear };
}

function nameIn(quoted: string): string {
  const name = quoted.slice(1, -1);
  return /^[a-z_]\w*$/.test(name) ? name : "quoted";
}

/** The name that stands before a place: `count`, also with the catalog before it; `other.count`; or what begins one. */
function nameAfter(read: string, before: string): string {
  if (read.trim() === "") {
    return before;
  }
  if (read === ".") {
    return before === "pg_catalog" ? "pg_catalog." : "other.";
  }
  const isName = /^[A-Za-z_\u0080-\uffff]/.test(read);
  return isName ? (before === "other." ? before : "") + read.toLowerCase() : "";
}
