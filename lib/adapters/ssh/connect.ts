import "server-only";
import { readFileSync } from "node:fs";
import type { Client } from "ssh2";
import type { SshHost } from "@/lib/adapters/config/ssh";
import { fingerprint, keyVerdict, knownHostsLine } from "./known-hosts";

/** Why a host was not reached, as one sentence. */
export class SshFailure extends Error {
  override readonly name = "SshFailure";
}

export type ConnectOptions = {
  /** The known_hosts file. */
  readonly knownHosts: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** A signed-in connection, whose host showed the key that the file knows. Throws SshFailure. */
export async function connectSsh(host: SshHost, { knownHosts, timeoutMs, signal }: ConnectOptions): Promise<Client> {
  const { Client: SshClient } = await import("ssh2");
  const privateKey = readOrFail(host.privateKey, "its private key");
  const known = readOrFail(knownHosts, "the known_hosts file");
  const client = new SshClient();
  let refusedKey: string | null = null;
  const end = () => client.destroy();
  signal.addEventListener("abort", end, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once("ready", resolve);
      client.once("error", reject);
      client.once("close", () => reject(new Error("the connection was closed")));
      client.connect({
        host: host.address,
        port: host.port,
        username: host.user,
        privateKey,
        readyTimeout: timeoutMs,
        keepaliveInterval: 15_000,
        hostVerifier: (key: Buffer) => {
          refusedKey = refusalOf(host, { knownHosts, known }, key);
          return refusedKey === null;
        },
      });
    });
  } catch (error) {
    client.destroy();
    throw new SshFailure(refusedKey ?? sentenceOf(host, error));
  } finally {
    signal.removeEventListener("abort", end);
  }
  // A broken connection ends its channels; without a listener it would end the server.
  client.on("error", end);
  return client;
}

function readOrFail(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new SshFailure(`${what} cannot be read: ${file}`);
  }
}

type Known = { readonly knownHosts: string; readonly known: string };

function refusalOf(host: SshHost, { knownHosts, known }: Known, key: Buffer): string | null {
  const verdict = keyVerdict(known, host, key);
  const shown = `${host.name} shows the key ${fingerprint(key)}`;
  switch (verdict) {
    case "known":
      return null;
    case "unknown":
      return `${shown}, which ${knownHosts} does not hold: check it, then add this line: ${knownHostsLine(host, key)}`;
    case "changed":
      return `${shown}, and ${knownHosts} holds another one: somebody may be listening in, or the host was set up anew`;
    case "revoked":
      return `${shown}, which ${knownHosts} marks as revoked`;
  }
}

function sentenceOf(host: SshHost, error: unknown): string {
  const { address, port, user } = host;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? error.code : null;
  const level = error instanceof Error && "level" in error ? error.level : null;
  if (level === "client-authentication") {
    return `${user}@${address}: Permission denied (publickey).`;
  }
  if (level === "client-timeout" || code === "ETIMEDOUT") {
    return `connect to host ${address} port ${port}: Connection timed out`;
  }
  return code === "ECONNREFUSED"
    ? `connect to host ${address} port ${port}: Connection refused`
    : `connect to host ${address} port ${port}: ${message}`;
}
