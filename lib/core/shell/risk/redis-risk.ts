import { type CommandRisk, readRisk } from "./risk";

const others = new Set(
  `set setex append incr decr incrby expire persist rename hset hdel hincrby lpush rpush lpop rpop ltrim sadd srem zadd
zrem config client slowlog latency acl module script function memory cluster sentinel bgsave bgrewriteaof save migrate
auth multi exec eval publish readonly readwrite reset asking psync`.split(/\s+/),
);

const reads = new Set(
  `info memory dbsize get mget getrange keys scan sscan hscan zscan client-list client-info client-id client-getname config-get
slowlog-get slowlog-len ping echo ttl pttl type llen lindex scard hlen zcard hgetall hget hmget hkeys hvals lrange smembers
sismember zrange zscore zrank exists object latency-latest latency-history latency-doctor latency-graph latency-histogram lastsave role time strlen randomkey command cluster xlen xinfo xrange
pubsub select subscribe psubscribe monitor wait acl-whoami acl-list module-list hello quit bitcount expiretime`.split(
    /\s+/,
  ),
);
const removals = new Set(
  "flushdb flushall del unlink shutdown debug client-kill replicaof slaveof failover swapdb restore script-flush function-flush".split(
    " ",
  ),
);
/** Their second word decides. */
const groups = new Set(["client", "config", "slowlog", "latency", "acl", "module", "script", "function"]);
const clusterReads = /^(info|nodes|slots|shards|myid|keyslot|countkeysinslot|links)$/;

/** Whether a word is what a Redis command begins with. */
export function isRedisVerb(word: string): boolean {
  const verb = word.toLowerCase();
  return reads.has(verb) || others.has(verb) || removals.has(verb);
}

/** The risk of one Redis command, by its words: "CONFIG", "SET", "maxmemory". A word known only when it runs is null. */
export function redisRisk(words: readonly (string | null)[]): CommandRisk {
  const [first = "", second = ""] = words.map((word) => word?.toLowerCase() ?? null);
  if (first === null || (groups.has(first) && second === null)) {
    return { risk: "unknown", reason: "the Redis command is only known when it runs" };
  }
  const verb = groups.has(first) || (first === "memory" && second === "purge") ? `${first}-${second}` : first;
  if (removals.has(verb)) {
    return {
      risk: "destructive",
      reason: `redis-cli ${verb.replace("-", " ").toUpperCase()} removes data or ends sessions`,
    };
  }
  const isRead = verb === "cluster" ? clusterReads.test(second ?? "") : reads.has(verb);
  return isRead ? readRisk : { risk: "change", reason: "redis-cli may change data" };
}
