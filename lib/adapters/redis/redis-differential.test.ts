import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ok } from "@/lib/core/kernel/result";
import type { Grant } from "@/lib/core/shell/grant";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { redisCliCommand } from "./redis-cli";
import { type DebianRedis, hasRedis, startRedis } from "./testing/debian-redis";

type Case = { readonly argv: readonly string[]; readonly stdin?: string };

const words = (line: string): Case => ({ argv: line.split(" ") });

/** In order: each runs once against a server of its own for ours and for the real one. */
const cases: readonly Case[] = [
  ...[
    "ping",
    "PING hello",
    "SET user:1 ann",
    "GET user:1",
    "GET missing",
    "INCR hits",
    "TTL user:1",
    "EXPIRE user:1 100",
    "DBSIZE",
    "LPUSH list a b c",
    "LRANGE list 0 -1",
    "HSET session id 7 name Ann",
    "HGETALL session",
    "HGET session nope",
    "SADD tags x",
    "SMEMBERS tags",
    "ZADD scores 1.5 a 2 b",
    "ZRANGE scores 0 -1 WITHSCORES",
    "MGET user:1 missing hits",
    "KEYS tags*",
    "TYPE scores",
    "EXISTS user:1 missing",
    "OBJECT ENCODING hits",
    "MEMORY USAGE tags",
    "MEMORY DOCTOR",
    "CONFIG GET maxmemory",
    "CONFIG SET maxmemory-policy allkeys-lru",
    "CONFIG GET maxmemory-policy",
    "SLOWLOG LEN",
    "SLOWLOG RESET",
    "CLIENT GETNAME",
    "LATENCY DOCTOR",
    "COMMAND COUNT",
    "LASTSAVE2",
    "NOPE a b",
    "GET",
    "LPUSH user:1 x",
    "-e NOPE",
    "-e GET user:1",
    "-n 1 DBSIZE",
    "-n 1 SET other 1",
    "-n 1 DBSIZE",
    "-n 99 PING",
    "-r 3 INCR hits",
    "--csv LRANGE list 0 -1",
    "--csv GET missing",
    "--csv NOPE",
    "--raw GET user:1",
    "--scan --pattern tags*",
    "--nope PING",
    "-p 1 PING",
    "-h does-not-exist.invalid PING",
    "EVAL return{1,'two',{3}} 0",
    "DEL user:1 list",
    "FLUSHDB",
    "DBSIZE",
  ].map(words),
  { argv: ["SET", "text", 'with "quotes"\nand lines é'] },
  { argv: ["GET", "text"] },
  { argv: ["--csv", "GET", "text"] },
  { argv: ["-x", "SET", "piped"], stdin: "from stdin" },
  { argv: ["GET", "piped"] },
  { argv: [], stdin: "PING\nSET a 'b c'\nGET a\nGET \"a\nNOPE\nGET a\n" },
  { argv: [], stdin: "PING\nquit\nGET a\n" },
  // As public runbooks write them.
  ...[
    "HSET user:2 name bo age 4",
    "ZADD pending 1 a 2 b",
    "XADD events 1-1 a 1 b 2",
    "--no-raw PING",
    "--no-raw HGETALL user:2",
    "--no-raw ZREVRANGE pending 0 -1 WITHSCORES",
    "--no-raw XREVRANGE events + - COUNT 3",
    "--no-raw GET nothing",
    "--no-raw KEYS nothing*",
    "--no-raw INCR hits",
    "--no-raw NOPE",
    "--no-raw INFO keyspace",
    "ZREVRANGE pending 0 -1 WITHSCORES",
    "LATENCY GRAPH command",
    "CLUSTER INFO",
    "-u redis://127.0.0.1:PORT/3 DBSIZE",
  ].map(words),
  { argv: ["--no-raw", "GET", "text"] },
  { argv: ["--no-raw", "EVAL", "return {1, {'a', {2}}, false}", "0"] },
  { argv: ["FLUSHALL", "ASYNC"] },
];

const grant: Grant = {
  ...bareGrant,
  ceiling: "destructive",
  endpoints: "any",
};

function atPort(argv: readonly string[], port: number): readonly string[] {
  if (argv.includes("-u")) {
    return argv.map((word) => word.replace("PORT", `${port}`));
  }
  return argv.includes("-p") ? argv : ["-p", `${port}`, ...argv];
}

type Printed = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

async function ours(one: Case, port: number, options: { grant?: Grant; password?: string } = {}): Promise<Printed> {
  const printed = { stdout: "", stderr: "" };
  const exitCode = await redisCliCommand({
    resolve: (place) => {
      const url = new URL(`redis://${place.host}:${place.port}`);
      url.password = options.password ?? "";
      return ok({ name: "cache", url: url.href });
    },
  }).run(atPort(one.argv, port), {
    stdin: one.stdin ?? "",
    env: {},
    grant: options.grant ?? grant,
    signal: new AbortController().signal,
    write: (stream, text) => {
      printed[stream] += text;
    },
    readFile: async () => null,
    writeFile: async () => undefined,
  });
  return { exitCode, ...printed };
}

function real({ argv, stdin = "" }: Case, port: number): Promise<Printed> {
  return new Promise((resolve) => {
    const child = spawn("redis-cli", atPort(argv, port));
    const printed = { stdout: "", stderr: "" };
    child.stdout.on("data", (piece) => (printed.stdout += String(piece)));
    child.stderr.on("data", (piece) => (printed.stderr += String(piece)));
    child.on("close", (exitCode) => resolve({ exitCode: exitCode ?? -1, ...printed }));
    // It may end before it reads.
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
  });
}

describe.skipIf(!hasRedis)("redis-cli prints what the real one prints (skipped without Debian's redis)", () => {
  let servers: readonly [DebianRedis, DebianRedis, DebianRedis];
  beforeAll(async () => {
    servers = await Promise.all([startRedis(), startRedis(), startRedis("s3cret-word")]);
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
  });
  const port = (which: 0 | 1 | 2) => servers[which].port;

  it.each(cases.map((one, index) => ({ ...one, title: `${index + 1}: ${one.argv.join(" ")} ${one.stdin ?? ""}` })))(
    "$title",
    async (one) => {
      const [mine, theirs] = [await ours(one, port(0)), await real(one, port(1))];
      const plain = (text: string) => text.replaceAll(String(port(1)), "PORT").replaceAll(String(port(0)), "PORT");
      expect({ ...mine, stderr: plain(mine.stderr) }).toEqual({ ...theirs, stderr: plain(theirs.stderr) });
    },
  );

  it.each(["--bigkeys", "--memkeys", "--memkeys-samples 2", "-i 0.01 --bigkeys", "--memkeys --pattern k[57]"])(
    "finds the biggest keys with %s, in whatever order the program keeps its types",
    async (line) => {
      const fill = "SET k1 abc\nSET k2 longer\nRPUSH k3 1 2 3\nHSET k4 a 1\nSADD k5 a b\nZADD k6 1 a\nXADD k7 * a 1\n";
      await ours({ argv: [], stdin: fill }, port(0));
      const sorted = ({ stdout, ...printed }: Printed) => ({ ...printed, lines: stdout.split("\n").sort() });
      const argv = line.split(" ");
      const theirs = await real({ argv: ["-p", String(port(0)), ...argv] }, port(0));
      expect(sorted(await ours({ argv }, port(0)))).toEqual(sorted(theirs));
      expect(theirs.stdout).toContain("Biggest stream found");
    },
  );

  it("measures how long a PING takes, for an interval", async () => {
    const argv = ["-i", "0.2", "--latency"];
    const shape = /^\d+ \d+ \d+\.\d\d \d+\n$/;
    expect((await real({ argv: ["-p", String(port(1)), ...argv] }, port(1))).stdout).toMatch(shape);
    expect(await ours({ argv }, port(0))).toEqual({ stdout: expect.stringMatching(shape), stderr: "", exitCode: 0 });
  });

  it("prints the whole of INFO as it came", async () => {
    const { stdout } = await ours({ argv: ["INFO", "memory"] }, port(0));
    const theirs = (await real({ argv: ["INFO", "memory"] }, port(1))).stdout;
    const names = (text: string) => text.split("\r\n").map((line) => line.split(":")[0]);
    expect(names(stdout)).toEqual(names(theirs));
    expect(names(stdout)).toContain("used_memory_human");
  });

  it("leaves nothing of its own in what the server counts", async () => {
    const { stdout } = await ours({ argv: ["INFO", "commandstats"] }, port(0));
    expect(stdout).toContain("cmdstat_info");
    expect(stdout).not.toContain("hello");
  });

  it("says that it cannot listen, instead of printing the first answer alone", async () => {
    expect(await ours({ argv: ["SUBSCRIBE", "alerts"] }, port(0))).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: "redis-cli SUBSCRIBE does not run from here: copy it and run it by hand\n",
    });
  });

  it("uses the endpoint's password, and says when it is wrong", async () => {
    expect(await ours({ argv: ["PING"] }, port(2), { password: "s3cret-word" })).toMatchObject({ stdout: "PONG\n" });
    const wrong = await ours({ argv: ["PING"] }, port(2), { password: "wrong" });
    expect(wrong.stderr).toContain("WRONGPASS");
    expect(wrong.stderr + wrong.stdout).not.toContain("s3cret");
  });

  it("sends nothing that the grant does not cover, on the command line or on standard input", async () => {
    const reading: Grant = { ...grant, ceiling: "read", endpoints: [{ system: "redis", name: "cache" }] };
    await ours({ argv: ["SET", "kept", "1"] }, port(0));
    for (const one of [{ argv: ["FLUSHALL"] }, { argv: [], stdin: "GET kept\nFLUSHALL\n" }]) {
      expect(await ours(one, port(0), { grant: reading })).toMatchObject({
        exitCode: 126,
        stderr: "headroom: refused: redis-cli FLUSHALL is a destructive operation and this run may only read\n",
      });
    }
    expect(await ours({ argv: ["GET", "kept"] }, port(0), { grant: reading })).toMatchObject({ stdout: "1\n" });
    const elsewhere: Grant = { ...grant, endpoints: [{ system: "postgres", name: "cache" }] };
    expect((await ours({ argv: ["GET", "kept"] }, port(0), { grant: elsewhere })).exitCode).toBe(126);
  });
});
