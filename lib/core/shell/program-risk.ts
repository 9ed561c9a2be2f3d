import { type CommandRisk, readRisk } from "./risk";

type Words = readonly (string | null)[];

/** Programs other than kubectl and curl that have verbs of their own. */
export const programRisks: ReadonlyMap<string, (words: Words) => CommandRisk> = new Map([
  ["docker", dockerRisk],
  ["docker-compose", dockerRisk],
  ["psql", psqlRisk],
  ["redis-cli", redisRisk],
  ["systemctl", systemctlRisk],
  ["scp", () => ({ risk: "change", reason: "scp writes files" }) as const],
]);

const dockerReads =
  /^(ps|logs|stats|inspect|images|top|version|info|events|port|diff|history|ls|df|config|(container|image|volume|network|system|compose|service|node|stack) (ls|list|ps|logs|inspect|df|info|top|stats|images|config|events|port))$/;
const dockerRemovals = /(^| )(rm|rmi|prune|kill|down|remove)$/;

function dockerRisk(words: Words): CommandRisk {
  const operands = words.filter((word) => word === null || !word.startsWith("-"));
  if (operands[0] === null) {
    return { risk: "unknown", reason: "the docker command is only known when it runs" };
  }
  const [first = "", second] = operands;
  const isGroup = /^(container|image|volume|network|system|compose|service|node|stack)$/.test(first);
  const verb = isGroup ? `${first} ${second ?? ""}` : first;
  if (dockerReads.test(verb)) {
    return readRisk;
  }
  return dockerRemovals.test(verb)
    ? { risk: "destructive", reason: `docker ${verb} ends or removes what runs` }
    : { risk: "change", reason: `docker ${verb} changes what runs` };
}

const sqlRemovals = /\b(drop|truncate|delete|pg_terminate_backend)\b/i;
const sqlReads = /^\s*(select|show|explain(?!\s+\(?analy[sz]e)|\\d\S*|\\l|\\conninfo)\b/i;
const sqlCalls = /\b(\w+)\s*\(/g;
/** Functions that only compute. Any other may do anything. */
const plainFunctions = new Set(
  "count sum avg min max now round coalesce extract age date_trunc length lower upper in and or on as values any all exists over filter pg_size_pretty pg_database_size pg_total_relation_size pg_relation_size current_database".split(
    " ",
  ),
);

function psqlRisk(words: Words): CommandRisk {
  const at = words.findIndex((word) => word === "-c" || word === "--command");
  const sql = at === -1 ? null : (words[at + 1] ?? null);
  if (sql === null) {
    return { risk: "change", reason: "psql runs statements that cannot be looked into" };
  }
  if (sqlRemovals.test(sql)) {
    return { risk: "destructive", reason: "psql removes data or ends sessions" };
  }
  const calls = [...sql.matchAll(sqlCalls)].map(([, name = ""]) => name.toLowerCase());
  const isRead = sql.split(";").every((part) => part.trim() === "" || sqlReads.test(part));
  return isRead && !/\binto\b/i.test(sql) && calls.every((name) => plainFunctions.has(name))
    ? readRisk
    : { risk: "change", reason: "psql runs statements that may change data" };
}

const redisReads = new Set(
  "info memory dbsize get mget keys scan client-list config-get slowlog ping ttl pttl type llen scard hlen zcard hgetall hget lrange smembers zrange exists object monitor latency lastsave role time strlen randomkey".split(
    " ",
  ),
);
const redisRemovals = new Set(["flushdb", "flushall", "del", "unlink", "shutdown", "debug", "client-kill"]);
const redisFlagsWithValue = /^(-h|-p|-a|-n|-u|-i|-r|--user|--pass)$/;

function redisRisk(words: Words): CommandRisk {
  const operands = words.filter(
    (word, index) => !word?.startsWith("-") && !redisFlagsWithValue.test(words[index - 1] ?? ""),
  );
  if (
    operands.length === 0 &&
    words.some((word) => /^--(bigkeys|memkeys|hotkeys|stat|latency|scan)/.test(word ?? ""))
  ) {
    return readRisk;
  }
  const [first = "", second = ""] = operands.map((word) => word?.toLowerCase() ?? null);
  const verb = first === "client" || first === "config" ? `${first}-${second}` : (first ?? "");
  if (redisReads.has(verb)) {
    return readRisk;
  }
  return redisRemovals.has(verb)
    ? { risk: "destructive", reason: `redis-cli ${verb.toUpperCase()} removes data` }
    : { risk: "change", reason: "redis-cli may change data" };
}

function systemctlRisk(words: Words): CommandRisk {
  const verb = words.find((word) => word === null || !word.startsWith("-")) ?? "";
  return /^(status|show|list-units|is-active|is-enabled|cat)$/.test(verb)
    ? readRisk
    : { risk: "change", reason: `systemctl ${verb} changes a service` };
}
