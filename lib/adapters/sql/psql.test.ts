import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failed, ok } from "@/lib/core/kernel/result";
import type { Grant } from "@/lib/core/shell/grant";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { psqlCommand } from "./psql";
import { type DebianPostgres, findPostgres, startPostgres } from "./testing/debian-postgres";

const programs = findPostgres();
const reading: Grant = {
  ...bareGrant,
  endpoints: [{ system: "postgres", name: "orders" }],
};

type Options = {
  readonly grant?: Grant;
  readonly url?: string;
  readonly signal?: AbortSignal;
  readonly stdin?: string;
  onOutput?(text: string): void;
};

describe.skipIf(programs === null)("psql under a grant (skipped without Debian's postgresql)", () => {
  let server: DebianPostgres;
  beforeAll(async () => {
    server = await startPostgres(programs ?? "");
  });
  afterAll(() => server.stop());

  async function psql(argv: readonly string[], options: Options = {}) {
    const printed = { stdout: "", stderr: "" };
    const command = psqlCommand({
      resolve: ({ host }) =>
        host === "elsewhere"
          ? failed('refused: elsewhere is not listed; add it under "postgres" in the configuration')
          : ok({ name: "orders", url: options.url ?? server.url }),
    });
    const exitCode = await command.run(argv, {
      stdin: options.stdin ?? "",
      env: {},
      grant: options.grant ?? reading,
      signal: options.signal ?? new AbortController().signal,
      write: (stream, text) => {
        printed[stream] += text;
        options.onOutput?.(printed.stdout);
      },
      readFile: async (name) =>
        name === "ask.sql" ? new TextEncoder().encode("select 1 as one;\nselect nope;\n") : null,
      writeFile: async () => undefined,
    });
    return { exitCode, ...printed };
  }

  it("sends nothing that the grant does not cover", async () => {
    expect(await psql(["-c", "create table harm (a int)"])).toEqual({
      exitCode: 126,
      stdout: "",
      stderr: "headroom: refused: psql create table harm is a change operation and this run may only read\n",
    });
    expect((await psql(["-c", "select 1", "-c", "drop table x"])).stdout).toBe("");
    const other: Grant = { ...reading, endpoints: [{ system: "postgres", name: "billing" }] };
    expect((await psql(["-c", "select 1"], { grant: other })).stderr).toContain("may not use postgres orders");
    expect((await psql(["-h", "elsewhere", "-c", "select 1"])).exitCode).toBe(126);
  });

  it.each([
    ["a session that may write", "read", ["-c", "set default_transaction_read_only = off"]],
    ["a transaction that may write", "read", ["-c", "begin read write"]],
    ["a text that ends elsewhere than it seems", "read", ["-c", "select E'\\''; create table harm (a int); --'"]],
    ["a function by its quoted name", "read", ["-c", 'select "pg_reload_conf"()']],
    [
      "what a copy of psql reads",
      "change",
      ["-c", "\\copy (with x as (delete from t returning *) select 1) to stdout"],
    ],
  ] as const)("is not led on by %s", async (_, ceiling, argv) => {
    expect(await psql(argv, { grant: { ...reading, ceiling } })).toMatchObject({ exitCode: 126, stdout: "" });
  });

  it("lets the server itself refuse a write that hides in a read", async () => {
    const writer = "create function hidden() returns int language sql as $$ create table harm(a int); select 1 $$";
    await psql(["-c", writer], { grant: { ...reading, ceiling: "destructive" } });
    // An operator without parentheses calls a function that no word list can see.
    const operator = "create operator !!! (rightarg = int, function = hidden_of)";
    const maker = "create function hidden_of(int) returns int language sql as $$ select hidden() $$";
    await psql(["-c", maker, "-c", operator], { grant: { ...reading, ceiling: "destructive" } });
    const { exitCode, stderr } = await psql(["-c", "select !!! 1"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("cannot execute CREATE TABLE in a read-only transaction");
  });

  it("stops the statement on the server when it is cancelled", async () => {
    const controller = new AbortController();
    const slow = "select count(*) from generate_series(1, 100000000000) as marked";
    const running = psql(["-c", slow], { signal: controller.signal });
    const active = async () =>
      (await psql(["-Atc", "select count(*) from pg_stat_activity where query like '%marked' and state = 'active'"]))
        .stdout;
    await expect.poll(active).toBe("1\n");
    controller.abort();
    expect((await running).exitCode).toBe(130);
    await expect.poll(active).toBe("0\n");
  });

  it("cancels a result that is too large to hold, and says what to do", async () => {
    const { exitCode, stderr } = await psql(["-c", "select repeat('x', 100000) from generate_series(1, 1000000)"], {
      grant: { ...reading, ceiling: "change" },
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("was cancelled: add a LIMIT");
  });

  it("names the host and never the password when it cannot connect", async () => {
    const { exitCode, stderr, stdout } = await psql(["-h", "db", "-c", "select 1"], {
      url: "postgresql://app:s3cret-word@127.0.0.1:1/app",
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('connection to server at "db"');
    expect(stderr + stdout).not.toContain("s3cret-word");
  });

  it("runs a file of the script and numbers its errors", async () => {
    const { stdout, stderr, exitCode } = await psql(["-f", "ask.sql"]);
    expect(stdout).toContain("one");
    expect(stderr).toMatch(/^psql:ask\.sql:2: ERROR:/);
    expect(exitCode).toBe(0);
  });

  it.each([
    [["-c", "\\c billing", "-c", "drop table x"], "\\c"],
    [["-c", "\\o /tmp/x"], "\\o"],
    [["-c", "\\sf noisy"], "\\sf"],
    [["-c", "\\copy t from 'x.csv'"], "\\copy other than to stdout"],
    [["-v", "VERBOSITY=verbose", "-c", "select 1"], "the variable VERBOSITY"],
    [["-d", "service=backup", "-c", "select 1"], "a connection by service"],
  ])("runs nothing of %j: what follows would act elsewhere or print something else", async (argv, what) => {
    expect(await psql(argv)).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `psql: error: ${what} does not run from here: copy it and run it by hand\n`,
    });
  });

  it("repeats the statement of a \\watch, with the time above it, until it is ended", async () => {
    const stop = new AbortController();
    const asked = psql([], {
      signal: stop.signal,
      stdin: "select 42 as n \\watch 0.01\n",
      onOutput: (text) => {
        if (text.split("(every 0.01s)").length > 2) {
          stop.abort();
        }
      },
    });
    const { exitCode, stdout } = await asked;
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(
      /^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} \(every 0\.01s\)\n\n n {2}\n----\n 42\n\(1 row\)\n\n/,
    );
  });
});
