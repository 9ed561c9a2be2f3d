import { describe, expect, it } from "vitest";
import { scriptEndpoints } from "./script-endpoints";

const hosts = (script: string, variables: Record<string, string> = {}) =>
  scriptEndpoints(script, variables).map(({ system, named }) => `${system} ${named}`);

describe("the databases that a script names", () => {
  it.each([
    ["psql -h db.example.com -U app -c 'select 1'", ["postgres db.example.com"]],
    ["psql -hdb -c 'select 1'", ["postgres db"]],
    ["psql --host=db app", ["postgres db"]],
    ["psql postgresql://app:pw@db:5433/app -c 'select 1'", ["postgres db"]],
    ["psql -d 'host=db dbname=app' -c 'select 1'", ["postgres db"]],
    ["psql -U app -c 'select 1'", []],
    ["time psql -h db -c 'select 1'", ["postgres db"]],
    ["psql -h $DB_HOST -c 'select 1'", ["postgres prod-db"]],
    ["DB_HOST=elsewhere; psql -h $DB_HOST -c 'select 1'", []],
    ["redis-cli -h cache INFO memory", ["redis cache"]],
    ["redis-cli -u redis://u:p@cache:6380/1 PING", ["redis cache"]],
    ["redis-cli -h $(cat host) FLUSHALL", []],
    ["redis-cli PING", ["redis 127.0.0.1"]],
    ["echo psql -h db", []],
  ])("%s", (script, expected) => {
    expect(hosts(script, { DB_HOST: "prod-db" })).toEqual(expected);
  });

  it("takes PGHOST of the incident's variables", () => {
    expect(hosts("psql -c 'select 1'", { PGHOST: "db" })).toEqual(["postgres db"]);
  });
});
