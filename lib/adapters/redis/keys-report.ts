import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { CommandIo } from "@/lib/core/shell/command";
import type { RedisConnection } from "./redis-connection";
import type { Reply } from "./redis-reply";

export type KeysReport = {
  /** By elements and bytes of values, or by memory. */
  readonly by: "size" | "memory";
  /** Of a nested value, as MEMORY USAGE takes them; null: the server's own number. */
  readonly samples: number | null;
  readonly intervalMs: number;
  /** Only the keys that match it. */
  readonly pattern: string | null;
};

type Kind = { readonly name: string; readonly command: string; readonly unit: string };
type Count = { count: number; total: number; biggest: number; biggestKey: string };

const kinds: readonly Kind[] = [
  { name: "string", command: "STRLEN", unit: "bytes" },
  { name: "list", command: "LLEN", unit: "items" },
  { name: "set", command: "SCARD", unit: "members" },
  { name: "hash", command: "HLEN", unit: "fields" },
  { name: "zset", command: "ZCARD", unit: "members" },
  { name: "stream", command: "XLEN", unit: "entries" },
];
const HEAD = `
# Scanning the entire keyspace to find biggest keys as well as
# average sizes per key type.  You can use -i 0.1 to sleep 0.1 sec
# per 100 SCAN commands (not usually needed).

`;
const PAUSE_EVERY = 100;

type Call = { readonly io: CommandIo; readonly report: KeysReport };

type Tally = { readonly counts: Map<string, Count>; sampled: number; keyBytes: number };

/** `--bigkeys` and `--memkeys`: the biggest key of each type, as redis-cli prints them. Only reads. */
export async function reportKeys(connection: RedisConnection, call: Call): Promise<number> {
  const { io, report } = call;
  const tally: Tally = { counts: new Map(), sampled: 0, keyBytes: 0 };
  for (const { name } of kinds) {
    tally.counts.set(name, { count: 0, total: 0, biggest: 0, biggestKey: "" });
  }
  const all = Number(await connection.ask(["DBSIZE"]));
  let cursor = "0";
  io.write("stdout", HEAD);
  for (let loops = 1; loops === 1 || cursor !== "0"; loops += 1) {
    const reply = await connection.ask(["SCAN", cursor, ...(report.pattern === null ? [] : ["MATCH", report.pattern])]);
    if (!Array.isArray(reply)) {
      io.write("stderr", `SCAN failed: ${reply instanceof Error ? reply.message : "no list"}\n`);
      return 1;
    }
    const [next, keys] = reply;
    const done = percent(tally.sampled / Math.max(all, 1));
    io.write("stdout", taken(await sized(connection, keys, report), tally, { report, done }));
    cursor = String(next);
    await sleep(loops % PAUSE_EVERY === 0 ? report.intervalMs : 0, undefined, { signal: io.signal });
  }
  io.write("stdout", summary(tally, report));
  return 0;
}

type Telling = { readonly report: KeysReport; readonly done: string };

/** Counts what one SCAN gave; a line for each key that is the biggest so far. */
function taken(found: readonly Sized[], tally: Tally, { report, done }: Telling): string {
  return found
    .map(({ key, kind, size }) => {
      tally.sampled += 1;
      tally.keyBytes += Buffer.byteLength(key);
      const what = `${kind.name.padEnd(6)} found so far '${quoted(key)}' with ${size} ${unitOf(kind, report)}`;
      return takesLead(tally.counts.get(kind.name), key, size) ? `[${done}] Biggest ${what}\n` : "";
    })
    .join("");
}

type Sized = { readonly key: string; readonly kind: Kind; readonly size: number };

/** A key that went away meanwhile has no type and is left out. */
async function sized(
  connection: RedisConnection,
  reply: Reply | undefined,
  { by, samples }: KeysReport,
): Promise<readonly Sized[]> {
  const keys = Array.isArray(reply) ? reply.map(String) : [];
  const types = await Promise.all(keys.map((key) => connection.ask(["TYPE", key])));
  const found = keys.flatMap((key, at) => {
    const kind = kinds.find(({ name }) => name === String(types[at]));
    return kind ? [{ key, kind }] : [];
  });
  const limit = samples === null ? [] : ["SAMPLES", String(samples)];
  const sizes = await Promise.all(
    found.map(
      ({ key, kind }): Promise<Reply> =>
        connection.ask(by === "memory" ? ["MEMORY", "USAGE", key, ...limit] : [kind.command, key]),
    ),
  );
  return found.map((one, at) => ({ ...one, size: Number(sizes[at]) || 0 }));
}

function takesLead(count: Count | undefined, key: string, size: number): boolean {
  if (!count) {
    return false;
  }
  count.count += 1;
  count.total += size;
  if (size <= count.biggest) {
    return false;
  }
  count.biggest = size;
  count.biggestKey = key;
  return true;
}

function summary({ counts, sampled, keyBytes }: Tally, report: KeysReport): string {
  const each = kinds.map((kind) => ({
    kind,
    unit: unitOf(kind, report),
    ...(counts.get(kind.name) ?? { count: 0, total: 0, biggest: 0, biggestKey: "" }),
  }));
  const biggest = each
    .filter(({ biggestKey }) => biggestKey !== "")
    .map(
      ({ kind, unit, ...one }) =>
        `Biggest ${kind.name.padStart(6)} found '${quoted(one.biggestKey)}' has ${one.biggest} ${unit}\n`,
    );
  const totals = each.map(({ kind, unit, count, total }) => {
    const share = percent(sampled === 0 ? 0 : count / sampled);
    return `${count} ${kind.name}s with ${total} ${unit} (${share} of keys, avg size ${average(total, count)})\n`;
  });
  return `
-------- summary -------

Sampled ${sampled} keys in the keyspace!
Total key length in bytes is ${keyBytes} (avg len ${average(keyBytes, sampled)})

${biggest.join("")}
${totals.join("")}`;
}

function unitOf({ unit }: Kind, { by }: KeysReport): string {
  return by === "memory" ? "bytes" : unit;
}

function average(total: number, count: number): string {
  return (count === 0 ? 0 : total / count).toFixed(2);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2).padStart(5, "0")}%`;
}

/** As redis-cli writes a key: what is not printable is escaped. */
function quoted(key: string): string {
  const escapes: Readonly<Record<string, string>> = {
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\u0007": "\\a",
    "\b": "\\b",
  };
  const bytes = [...Buffer.from(key)].map((byte) => {
    const letter = String.fromCharCode(byte);
    if (letter === '"' || letter === "\\") {
      return `\\${letter}`;
    }
    return byte >= 32 && byte < 127 ? letter : (escapes[letter] ?? `\\x${byte.toString(16).padStart(2, "0")}`);
  });
  return `"${bytes.join("")}"`;
}
