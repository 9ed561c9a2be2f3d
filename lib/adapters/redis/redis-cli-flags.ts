import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import type { KeysReport } from "./keys-report";
import type { Latency } from "./latency";

export type RedisCliOptions = {
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly uri: string | undefined;
  readonly database: number | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** The command's words; none means that commands come from standard input. */
  readonly words: readonly string[];
  readonly repeat: number;
  readonly intervalMs: number;
  readonly isLastFromStdin: boolean;
  readonly failsOnError: boolean;
  readonly format: "raw" | "typed" | "csv";
  readonly warnsOfPassword: boolean;
  readonly wantsVersion: boolean;
  readonly keysReport: KeysReport | null;
  readonly latency: Latency | null;
  readonly scan: { readonly pattern: string; readonly count: number } | null;
};

const values: Readonly<Record<string, string>> = {
  "-h": "host",
  "-p": "port",
  "-u": "uri",
  "-n": "database",
  "-a": "password",
  "--pass": "password",
  "--user": "username",
  "-r": "repeat",
  "-i": "interval",
  "--pattern": "pattern",
  "--count": "count",
  "--memkeys-samples": "samples",
  "-t": "timeout",
  "-d": "delimiter",
};
const switches: Readonly<Record<string, string>> = {
  "-x": "stdin",
  "-e": "errors",
  "--csv": "csv",
  "--raw": "raw",
  "--no-raw": "no-raw",
  "--no-auth-warning": "no-warning",
  "--scan": "scan",
  "--bigkeys": "bigkeys",
  "--memkeys": "memkeys",
  "--latency": "latency",
  "--latency-history": "latency-history",
  "--version": "version",
  "-v": "version",
  "-c": "cluster",
  "--tls": "tls",
  "--insecure": "insecure",
  "-2": "resp2",
};
const elsewhere = new Set(
  "--hotkeys --stat --latency-dist --intrinsic-latency --pipe --rdb --replica --eval --ldb --cluster --json -3 --lru-test --functions-rdb".split(
    " ",
  ),
);

/** Reads redis-cli's command line. The error is one sentence. */
export function readRedisCliFlags(argv: readonly string[]): Result<RedisCliOptions, string> {
  const rest = [...argv];
  const given = new Map<string, string>();
  while (rest[0]?.startsWith("-") && rest[0].length > 1) {
    const flag = rest.shift() ?? "";
    const problem = takeFlag(flag, rest, given);
    if (problem !== null) {
      return failed(problem);
    }
  }
  return ok(optionsOf(given, rest));
}

function takeFlag(flag: string, rest: string[], given: Map<string, string>): string | null {
  if (elsewhere.has(flag)) {
    return `redis-cli ${flag} does not run from here: copy it and run it by hand`;
  }
  const name = values[flag];
  if (name !== undefined) {
    const value = rest.shift();
    given.set(name, value ?? "");
    return value === undefined ? `Unrecognized option or bad number of args for: '${flag}'` : null;
  }
  const known = switches[flag];
  given.set(known ?? "", "on");
  return known === undefined ? `Unrecognized option or bad number of args for: '${flag}'` : null;
}

function keysReportOf(given: ReadonlyMap<string, string>): KeysReport | null {
  const samples = given.get("samples");
  if (!given.has("bigkeys") && !given.has("memkeys") && samples === undefined) {
    return null;
  }
  return {
    by: given.has("bigkeys") ? "size" : "memory",
    samples: samples === undefined ? null : Number(samples),
    intervalMs: Number(given.get("interval") ?? 0) * 1000,
    pattern: given.get("pattern") ?? null,
  };
}

const ONCE_MS = 1_000;
const HISTORY_MS = 15_000;

function latencyOf(given: ReadonlyMap<string, string>): Latency | null {
  const kind = given.has("latency-history") ? "history" : given.has("latency") ? "once" : null;
  const intervalMs = Number(given.get("interval") ?? 0) * 1000;
  return kind === null ? null : { kind, intervalMs: intervalMs || (kind === "once" ? ONCE_MS : HISTORY_MS) };
}

function formatOf(given: ReadonlyMap<string, string>): RedisCliOptions["format"] {
  if (given.has("csv")) {
    return "csv";
  }
  return given.has("no-raw") ? "typed" : "raw";
}

/** `redis://host/3`. */
function databaseOf(uri: string | undefined): string | undefined {
  return /^[a-z]+:\/\/[^/]*\/(\d+)/.exec(uri ?? "")?.[1];
}

function hasPassword(uri: string | undefined): boolean {
  return uri !== undefined && URL.canParse(uri) && new URL(uri).password !== "";
}

function optionsOf(given: ReadonlyMap<string, string>, words: readonly string[]): RedisCliOptions {
  const number = (name: string, otherwise: number) => Number(given.get(name) ?? otherwise);
  const database = given.get("database") ?? databaseOf(given.get("uri"));
  return {
    host: given.get("host"),
    port: given.get("port"),
    uri: given.get("uri"),
    database: database === undefined ? undefined : Number(database),
    username: given.get("username"),
    password: given.get("password"),
    words,
    repeat: number("repeat", 1) < 0 ? Number.POSITIVE_INFINITY : number("repeat", 1),
    intervalMs: number("interval", 0) * 1000,
    isLastFromStdin: given.has("stdin"),
    failsOnError: given.has("errors"),
    format: formatOf(given),
    warnsOfPassword: (given.has("password") || hasPassword(given.get("uri"))) && !given.has("no-warning"),
    wantsVersion: given.has("version"),
    keysReport: keysReportOf(given),
    latency: latencyOf(given),
    scan: given.has("scan") ? { pattern: given.get("pattern") ?? "*", count: number("count", 10) } : null,
  };
}
