import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Result } from "@/lib/core/kernel/result";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { endpointRefusal } from "@/lib/core/shell/grant";
import { redisRisk } from "@/lib/core/shell/risk/redis-risk";
import { type KeysReport, reportKeys } from "./keys-report";
import { type Latency, measureLatency } from "./latency";
import { type RedisCliOptions, readRedisCliFlags } from "./redis-cli-flags";
import { connectRedis, type RedisConnection } from "./redis-connection";
import { csvReply, type Reply, rawReply, typedReply } from "./redis-reply";
import { splitLine } from "./split-line";

/** Where a command wants to connect, as written. */
export type RedisPlace = { readonly host: string; readonly port: number; readonly uri: string | undefined };

/** A server to connect to. `url` holds the credentials and never reaches an output. */
export type RedisEndpoint = { readonly name: string; readonly url: string };

/** The endpoint that a place stands for, or the sentence that says what to add to the configuration. */
export type ResolveRedis = (
  place: RedisPlace,
  given: Pick<RedisCliOptions, "username" | "password">,
) => Result<RedisEndpoint, string>;

const DEFAULT_PORT = 6379;
const FAILED = 1;
const REFUSED = 126;
const CANCELLED = 130;
const PASSWORD_WARNING =
  "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n";

/**
 * redis-cli for the forms that runbooks use: one command, commands on standard input, `--scan`, MONITOR; output as on a
 * pipe. Credentials come with the endpoint. Each command is checked against the grant right before it is sent.
 */
export function redisCliCommand(options: { readonly resolve: ResolveRedis }): NativeCommand {
  return {
    name: "redis-cli",
    run: async (argv, io) => {
      const read = readRedisCliFlags(argv);
      if (!read.ok) {
        io.write("stderr", `${read.error}\n`);
        return FAILED;
      }
      if (read.value.wantsVersion) {
        io.write("stdout", "redis-cli (Headroom)\n");
        return 0;
      }
      io.write("stderr", read.value.warnsOfPassword ? PASSWORD_WARNING : "");
      const place = placeOf(read.value);
      const endpoint = options.resolve(place, read.value);
      if (!endpoint.ok) {
        io.write("stderr", `redis-cli: ${endpoint.error}\n`);
        return REFUSED;
      }
      return connected({ options: read.value, place, endpoint: endpoint.value, io });
    },
  };
}

function placeOf({ host, port, uri }: RedisCliOptions): RedisPlace {
  const named = uri !== undefined && URL.canParse(uri) ? new URL(uri) : null;
  return {
    host: named?.hostname || host || "127.0.0.1",
    port: Number(named?.port || port || DEFAULT_PORT),
    uri,
  };
}

type Call = {
  readonly options: RedisCliOptions;
  readonly place: RedisPlace;
  readonly endpoint: RedisEndpoint;
  readonly io: CommandIo;
};

async function connected(call: Call): Promise<number> {
  const { endpoint, options, place, io } = call;
  const first = options.words.length > 0 ? refusalOf(options.words, call) : null;
  if (first !== null) {
    io.write("stderr", first);
    return REFUSED;
  }
  let connection: RedisConnection;
  try {
    connection = await connectRedis(endpoint.url);
  } catch (error) {
    io.write("stderr", connectFailure(error, place));
    return FAILED;
  }
  const close = () => connection.close();
  io.signal.addEventListener("abort", close, { once: true });
  try {
    await selectDatabase(connection, call);
    return await converse(connection, call);
  } catch (error) {
    if (io.signal.aborted) {
      return CANCELLED;
    }
    io.write("stderr", `Error: ${error instanceof Error ? error.message : "Server closed the connection"}\n`);
    return FAILED;
  } finally {
    io.signal.removeEventListener("abort", close);
    connection.close();
  }
}

/** `-n`: when there is no such database, redis-cli says so and goes on in the first. */
async function selectDatabase(connection: RedisConnection, { options: { database }, io }: Call): Promise<void> {
  const reply = database === undefined ? null : await connection.ask(["SELECT", String(database)]);
  if (reply instanceof Error) {
    io.write("stderr", `SELECT ${database} failed: ${reply.message}\n`);
  }
}

function connectFailure(error: unknown, { host, port }: RedisPlace): string {
  if (error instanceof Error && error.name === "ReplyError") {
    return `AUTH failed: ${error.message}\n`;
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: "Connection refused",
    ENOTFOUND: "Name or service not known",
    EAI_AGAIN: "Temporary failure in name resolution",
    EHOSTUNREACH: "No route to host",
    ETIMEDOUT: "Connection timed out",
    ECONNRESET: "Connection reset by peer",
  };
  const said = error instanceof Error ? error.message : "it cannot be reached";
  return `Could not connect to Redis at ${host}:${port}: ${reasons[code] ?? said}\n`;
}

function converse(connection: RedisConnection, call: Call): Promise<number> {
  const { options, io } = call;
  if (options.scan) {
    return scan(connection, options.scan, call);
  }
  if (options.keysReport) {
    return reported(connection, options.keysReport, call);
  }
  if (options.latency) {
    return timed(connection, options.latency, call);
  }
  if (options.words.length === 0) {
    return askLines(connection, call);
  }
  if (options.words[0]?.toLowerCase() === "monitor") {
    return connection.monitor((line) => io.write("stdout", `${line}\n`), io.signal).then(() => CANCELLED);
  }
  return repeat(connection, call);
}

/** Sends one command that the grant covers and prints the answer; gives the exit code. */
async function askOne(connection: RedisConnection, words: readonly string[], call: Call): Promise<number> {
  const { options, io } = call;
  const refused = refusalOf(words, call);
  if (refused !== null) {
    io.write("stderr", refused);
    return REFUSED;
  }
  if (listens(words)) {
    io.write("stderr", `redis-cli ${words[0]} does not run from here: copy it and run it by hand\n`);
    return FAILED;
  }
  const reply: Reply = await connection.ask(words);
  if (reply instanceof Error && options.failsOnError) {
    io.write("stderr", `${reply.message}\n`);
    return FAILED;
  }
  io.write("stdout", printedReply(words, reply, options.format));
  return 0;
}

/** Reports that are made for reading come as they are, without a line end of redis-cli's own. */
const reports =
  /^(?:info|lolwut|memory (?:malloc-stats|doctor)|cluster (?:nodes|info)|client (?:list|info)|latency (?:graph|doctor))\b/i;

function printedReply(words: readonly string[], reply: Reply, format: RedisCliOptions["format"]): string {
  if (reports.test(words.join(" "))) {
    return reply instanceof Error ? `${reply.message}\n` : String(reply);
  }
  switch (format) {
    case "csv":
      return csvReply(reply);
    case "typed":
      return typedReply(reply);
    case "raw":
      return rawReply(reply);
  }
}

/** A connection that only listens from then on; the first answer alone would say that nothing comes. */
function listens(words: readonly string[]): boolean {
  return /^(?:p?subscribe|ssubscribe|sync|psync)$/i.test(words[0] ?? "");
}

function refusalOf(words: readonly string[], { endpoint, io }: Call): string | null {
  const { risk } = redisRisk(words);
  const refused = endpointRefusal(io.grant, {
    system: "redis",
    name: endpoint.name,
    risk: risk === "unknown" ? "change" : risk,
    description: `redis-cli ${words.slice(0, 2).join(" ")}`,
  });
  return refused === null ? null : `headroom: ${refused}\n`;
}

async function repeat(connection: RedisConnection, call: Call): Promise<number> {
  const { options, io } = call;
  const words = options.isLastFromStdin ? [...options.words, io.stdin] : options.words;
  let exitCode = 0;
  for (let count = 0; count < options.repeat && exitCode === 0; count += 1) {
    if (count > 0) {
      await sleep(options.intervalMs, undefined, { signal: io.signal });
    }
    exitCode = await askOne(connection, words, call);
  }
  return exitCode;
}

async function askLines(connection: RedisConnection, call: Call): Promise<number> {
  let exitCode = 0;
  for (const line of call.io.stdin.split("\n").filter((text) => text.trim() !== "")) {
    const words = splitLine(line);
    if (words === null) {
      call.io.write("stdout", "Invalid argument(s)\n");
    } else if (/^(?:quit|exit)$/i.test(words[0] ?? "")) {
      return exitCode;
    } else {
      exitCode = await askOne(connection, words, call);
    }
    if (exitCode === REFUSED) {
      return exitCode;
    }
  }
  return exitCode;
}

async function reported(connection: RedisConnection, report: KeysReport, call: Call): Promise<number> {
  const refused = refusalOf(["SCAN"], call);
  if (refused !== null) {
    call.io.write("stderr", refused);
    return REFUSED;
  }
  return reportKeys(connection, { io: call.io, report });
}

async function timed(connection: RedisConnection, latency: Latency, call: Call): Promise<number> {
  const refused = refusalOf(["PING"], call);
  if (refused !== null) {
    call.io.write("stderr", refused);
    return REFUSED;
  }
  return measureLatency(connection, latency, call.io);
}

async function scan(
  connection: RedisConnection,
  { pattern, count }: NonNullable<RedisCliOptions["scan"]>,
  call: Call,
): Promise<number> {
  const filters = ["MATCH", pattern, "COUNT", String(count)];
  let cursor = "0";
  do {
    const refused = refusalOf(["SCAN"], call);
    if (refused !== null) {
      call.io.write("stderr", refused);
      return REFUSED;
    }
    const reply = await connection.ask(["SCAN", cursor, ...filters]);
    if (!Array.isArray(reply)) {
      call.io.write("stderr", `ERROR: ${reply instanceof Error ? reply.message : "Non ARRAY response from SCAN!"}\n`);
      return FAILED;
    }
    const [next = "0", keys = []] = reply;
    cursor = String(next);
    call.io.write("stdout", Array.isArray(keys) ? keys.map((key) => `${String(key)}\n`).join("") : "");
  } while (cursor !== "0");
  return 0;
}
