import "server-only";
import type { Client, SFTPWrapper } from "ssh2";
import type { SshHost } from "@/lib/adapters/config/ssh";
import type { CommandIo } from "@/lib/core/shell/command";
import { connectSsh, SshFailure } from "./connect";

/** Why a file was not copied, as scp says it. */
export class CopyFailure extends Error {
  override readonly name = "CopyFailure";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

type Place = { readonly host: SshHost; readonly knownHosts: string; readonly timeoutMs: number };

/** Opens SFTP on a host for one copy, and ends the connection after it or on cancel. Throws when it is lost before. */
export async function withSftp<Value>(
  { host, knownHosts, timeoutMs }: Place,
  io: CommandIo,
  copy: (sftp: SFTPWrapper) => Promise<Value>,
): Promise<Value> {
  const client = await connectSsh(host, { knownHosts, timeoutMs, signal: io.signal });
  const end = () => client.destroy();
  io.signal.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([lost(client), openSftp(client).then(copy)]);
  } finally {
    io.signal.removeEventListener("abort", end);
    client.end();
  }
}

/** Fails when the connection goes: what waits for an answer of SFTP is then told nothing. */
function lost(client: Client): Promise<never> {
  return new Promise((_resolve, reject) => {
    client.once("close", () => reject(new SshFailure("the connection was lost")));
  });
}

function openSftp(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.sftp((error, opened) => (error ? reject(new SshFailure(error.message)) : resolve(opened)));
  });
}

/** SFTP numbers its failures; scp words them as the system does. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const code = "code" in error ? error.code : null;
  return code === 2 ? "No such file or directory" : code === 3 ? "Permission denied" : error.message;
}
