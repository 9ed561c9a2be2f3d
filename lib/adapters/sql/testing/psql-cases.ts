import "server-only";

/** What the cases find in the database. */
export const setUpSql = `
create role nova_admin login superuser;
create database nova_streaming;
create table users (
  id bigint generated always as identity primary key, email text not null unique, name varchar(40) default 'nobody',
  score numeric(8,2) check (score >= 0), tags text[], meta jsonb, born date, active boolean not null default true,
  created timestamptz not null default '2026-01-02 03:04:05+00');
create table orders (id serial primary key, user_id bigint references users(id) on delete cascade, total money);
create index orders_user on orders (user_id) where user_id > 0;
create view active_users as select id, email from users where active;
create materialized view totals as select user_id, count(*) from orders group by 1;
create schema audit; create table audit.log (at timestamptz, line text);
create function noisy() returns int language plpgsql as $$ begin raise notice 'from inside'; return 1; end $$;
insert into users (email, name, score, tags, meta, born) values
  ('ann@example.com', 'Ann', 12.5, '{a,b}', '{"k": [1, 2]}', '1990-05-06'),
  ('bo@example.com', E'Bo\\nlines', null, null, null, null), ('zoë@example.com', '日本', 0, '{}', '{}', '2000-01-01');
insert into orders (user_id, total) values (1, 12.34), (1, 5), (3, 0);`;

type PsqlCase = { readonly argv: readonly string[]; readonly stdin?: string };

const c = (sql: string, ...flags: string[]): PsqlCase => ({ argv: [...flags, "-c", sql] });
const stdin = (text: string, ...argv: string[]): PsqlCase => ({ argv, stdin: text });

export const psqlCases: readonly PsqlCase[] = [
  c("SELECT 1;"),
  c("SELECT version() LIKE 'PostgreSQL%' AS ok"),
  c("select * from users order by id"),
  c("select * from users order by id", "-x"),
  c("select * from users order by id", "-A"),
  c("select * from users order by id", "-At"),
  c("select * from users order by id", "-t"),
  c("select * from users order by id", "-tx"),
  c("select * from users order by id", "-xA"),
  c("select * from users order by id", "--csv"),
  c("select * from users order by id", "--csv", "-t"),
  c("select * from users order by id", "--csv", "-x"),
  c("select id, email from users order by id", "-A", "-F", ","),
  c("select id, email from users order by id", "-AF,", "-R;"),
  c("select id, email from users order by id", "-A", "-P", "footer=off"),
  c("select id, score from users order by id", "-P", "null=(none)"),
  c("select id, score from users order by id", "--pset=null=NULL", "--tuples-only", "--no-align"),
  c("select id from users where false"),
  c("select id from users where false", "-t"),
  c("select id from users where false", "-x"),
  c("select id from users where false", "-xt"),
  c("select id from users where false", "-A"),
  c("select id from users where false", "-At"),
  c("select"),
  c(""),
  c("   "),
  c("select 1 as a, 2 as b; select 3 as c"),
  c("select 1 as a; select nope; select 2"),
  c("select * from nope"),
  c("select\n  a,\n  b\nfrom users"),
  c("selec 1"),
  c(
    "select 1 from users where name = 'x' and email = 'y' and score > 3 and tags is null and nope = 1 and born is null",
  ),
  c("select aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, b from users where born is null"),
  c("select '日本語', nope"),
  c("select 1/0"),
  c("insert into users (email) values ('ann@example.com')"),
  c("insert into orders (user_id) values (99)"),
  c("begin; create table t1 (a int); insert into t1 values (1),(2); update t1 set a = 3; delete from t1; rollback"),
  c(
    "insert into users (email) values ('r@example.com') returning email, name; delete from users where email like 'r@%'",
  ),
  c("set statement_timeout = 50; select pg_sleep(5)"),
  c("select noisy()"),
  c("do $$ begin raise warning 'careful' using hint = 'slow down', detail = 'some detail'; end $$"),
  c("do $$ begin raise exception 'stop here'; end $$"),
  c("drop table if exists missing_table"),
  c("explain (costs off) select * from users where id = 1"),
  c("show server_encoding"),
  c("copy (select id, email from users order by id) to stdout"),
  c("copy (select id from users order by id) to stdout with csv header"),
  c("create table tmp_copy as select 1 as x; drop table tmp_copy"),
  c("vacuum orders"),
  c("select count(*), state from pg_stat_activity where state = 'idle in tx' group by state order by 1"),
  c("select count(*) from pg_stat_activity where datname = 'nova_streaming'"),
  c(
    "select pg_size_pretty(4096::bigint) as size, 12.5::float8 as f, 7::oid as o, true as b, null as n, '1 day'::interval as i",
  ),
  c("select E'tab\\there' as t, E'cr\\rx' as r, E'bell\\x07' as b"),
  c("select E'two\\nlines' as \"head\\ner\", 1 as n"),
  c("select 'ünï' as a, 'x' as b union all select '日本語', 'y'"),
  c("select repeat('x', 120) as long, 1 as n", "-x"),
  c("select 1 as a", "-c", "select nope", "-c", "select 2 as b"),
  c("select 1 as a", "-c", "select nope"),
  c("select nope", "-v", "ON_ERROR_STOP=1", "-c", "select 2"),
  c("select 1", "-q"),
  c("create temp table q (a int)", "-q"),
  c("create temp table q (a int)", "-1", "-c", "insert into q values (1)", "-c", "select * from q"),
  { argv: ["nova_streaming", "-c", "select current_database()"] },
  { argv: ["-d", "nova_streaming", "-U", "nova_admin", "-c", "select current_database(), current_user"] },
  { argv: ["-d", "missing", "-c", "select 1"] },
  { argv: ["-U", "missing", "-c", "select 1"] },
  { argv: ["-p", "1", "-c", "select 1"] },
  { argv: ["-h", "does-not-exist.invalid", "-c", "select 1"] },
  { argv: ["--nope"] },
  { argv: ["-K"] },
  { argv: ["-c"] },
  { argv: ["--command"] },
  { argv: ["--tuples-only=1", "-c", "select 1"] },
  { argv: ["-f", "missing.sql"] },
  c("\\l"),
  { argv: ["-l"] },
  { argv: ["-lqt"] },
  c("\\l", "-At"),
  c("\\dt"),
  c("\\dt+ audit.*"),
  c("\\dt audit.*"),
  c("\\dt user*"),
  c("\\dt nothing*"),
  c("\\di"),
  c("\\dv"),
  c("\\dm"),
  c("\\ds"),
  c("\\d"),
  c("\\d users"),
  c("\\d orders"),
  c("\\d audit.log"),
  c("\\d active_users"),
  c("\\d missing"),
  c("\\dn"),
  c("\\dx"),
  c("\\dt", "-d", "nova_streaming"),
  c("\\nonsense"),
  stdin("select 1 as a; select 2 as b;\n"),
  stdin("select 1 as a; select 2 as b\n"),
  stdin("-- a comment\nselect ';' as semi, \"id\" from users where id = 1; /* ; */ select $$;$$ as d;\n"),
  stdin("\\x\nselect id, email from users where id = 1;\n\\x off\nselect 1 as one;\n"),
  stdin("\\pset null NULL\nselect null as n;\n\\t\nselect 2;\n\\a\nselect 3, 4;\n"),
  stdin("\\echo hello there\nselect nope;\nselect 2 as after;\n"),
  stdin("select nope;\nselect 2 as after;\n", "-v", "ON_ERROR_STOP=1"),
  stdin("select 1 as a;\n\nselect nope;\nselect 2 as after;\n", "-f", "-"),
  stdin("select :n + 1 as x, :'who' as who, '12:30'::time as t;\n", "-v", "n=4", "-v", "who=it's"),
  stdin("\\dt users\n\\q\nselect 1;\n"),
  stdin("select 1 as a; \\echo between\nselect (2\n);\n"),
  stdin("begin;\nselect 1;\ncommit;\n", "-q"),
];
