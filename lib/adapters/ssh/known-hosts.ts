import "server-only";
import { createHash, createHmac } from "node:crypto";

export type KeyVerdict = "known" | "unknown" | "changed" | "revoked";

/** What a known_hosts file says of the key that a host shows. Lines of other key types say nothing. */
export function keyVerdict(text: string, host: { address: string; port: number }, key: Buffer): KeyVerdict {
  const shown = key.toString("base64");
  const entries = text.split("\n").flatMap((line) => entryOf(line, lookUpName(host)));
  if (entries.some(({ marker, blob }) => marker === "@revoked" && blob === shown)) {
    return "revoked";
  }
  const own = entries.filter(({ marker }) => marker === "");
  if (own.some(({ blob }) => blob === shown)) {
    return "known";
  }
  return own.some(({ type }) => type === keyType(key)) ? "changed" : "unknown";
}

/** `SHA256:…`, as ssh prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** The line that makes a key known. */
export function knownHostsLine(host: { address: string; port: number }, key: Buffer): string {
  return `${lookUpName(host)} ${keyType(key)} ${key.toString("base64")}`;
}

/** The kind of key, which stands first in its bytes. */
function keyType(key: Buffer): string {
  return key.subarray(4, 4 + key.readUInt32BE(0)).toString("latin1");
}

function lookUpName({ address, port }: { address: string; port: number }): string {
  return port === 22 ? address : `[${address}]:${port}`;
}

type Entry = { readonly marker: string; readonly type: string; readonly blob: string };

function entryOf(line: string, name: string): readonly Entry[] {
  const words = line.trim().split(/\s+/);
  const marker = words[0]?.startsWith("@") ? (words.shift() ?? "") : "";
  const [patterns = "", type = "", blob = ""] = words;
  return patterns.startsWith("#") || blob === "" || !isNamed(patterns, name) ? [] : [{ marker, type, blob }];
}

/** Names, `*` and `?`, `!` before what is not meant, or one hashed name. */
function isNamed(patterns: string, name: string): boolean {
  const [, salt, hash] = /^\|1\|([^|]+)\|([^|]+)$/.exec(patterns) ?? [];
  if (salt !== undefined) {
    return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
  }
  const all = patterns.split(",");
  const matches = (pattern: string) => patternOf(pattern).test(name);
  return (
    all.some((pattern) => !pattern.startsWith("!") && matches(pattern)) &&
    !all.some((pattern) => pattern.startsWith("!") && matches(pattern.slice(1)))
  );
}

function patternOf(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i");
}
