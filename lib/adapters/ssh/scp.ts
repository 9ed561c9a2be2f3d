import "server-only";
import path from "node:path";
import type { Client, SFTPWrapper, Stats } from "ssh2";
import type { SshHost } from "@/lib/adapters/config/ssh";
import { AppError } from "@/lib/core/kernel/app-error";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { endpointRefusal } from "@/lib/core/shell/grant";
import { runLimits } from "@/lib/core/shell/limits";
import { connectSsh, SshFailure } from "./connect";
import type { FindHost } from "./ssh";
import { readSshOptions } from "./ssh-options";

const REFUSED = 126;
const LOST = 255;

type Source = { readonly host: string; readonly user: string | null; readonly path: string };
type Copy = {
  readonly sources: readonly Source[];
  readonly target: string;
  readonly port: string | null;
  readonly timeoutMs: number;
  readonly notes: readonly string[];
};
type Call = { readonly copy: Copy; readonly io: CommandIo };

/** scp from the hosts that `find` gives into the script's own files, over SFTP; copying to a host is by hand. */
export function scpCommand(find: FindHost): NativeCommand {
  return {
    name: "scp",
    run: async (argv, io) => {
      const read = readCopy(argv);
      if (!read.ok) {
        io.write("stderr", `scp: ${read.error}\n`);
        return 1;
      }
      io.write("stderr", read.value.notes.map((note) => `headroom: ${note}\n`).join(""));
      let exitCode = 0;
      for (const source of read.value.sources) {
        exitCode = (await copied(source, find, { copy: read.value, io })) || exitCode;
      }
      return exitCode;
    },
  };
}

function readCopy(argv: readonly string[]): Result<Copy, string> {
  const { options, port, operands } = flagsOf(argv);
  const read = readSshOptions(options);
  if (!read.ok) {
    return read;
  }
  const target = operands.at(-1);
  const sources = operands.slice(0, -1).map(sourceOf);
  if (target === undefined || sources.length === 0) {
    return failed("write what to copy and where: scp HOST:/path/file .");
  }
  if (sourceOf(target) !== null || sources.includes(null)) {
    return failed("only copying from a host is done here: copy it and run it by hand");
  }
  return ok({ sources: sources.filter((source) => source !== null), target, port, ...read.value });
}

/** scp's own flags, and those that it hands on to ssh. */
function flagsOf(argv: readonly string[]) {
  const options: string[] = [];
  const rest = [...argv];
  let port: string | null = null;
  while (/^-./.test(rest[0] ?? "")) {
    const flag = rest.shift() ?? "";
    const takesNext = /^-[PiFo]$/.test(flag);
    const words = takesNext ? [flag, rest.shift() ?? ""] : [flag];
    port = flag.startsWith("-P") ? words.join("").slice(2) : port;
    options.push(...(/^-P|^-[pBO]+$/.test(flag) ? [] : words));
  }
  return { options, port, operands: rest };
}

/** `user@host:/path` or `scp://user@host/path`; null for a file of the script. */
function sourceOf(word: string): Source | null {
  const [, user = null, host, named] = /^(?:([^@/:]+)@)?([^/:@]+):(.*)$/s.exec(word) ?? [];
  return host === undefined || named === undefined ? null : { user, host, path: named.replace(/^~\//, "") || "." };
}

async function copied({ host: named, user, path: remote }: Source, find: FindHost, call: Call): Promise<number> {
  const { copy, io } = call;
  const found = find({ host: named, user, port: copy.port });
  const refused = found.ok ? refusalOf(found.value.host, remote, io) : found.error;
  if (refused !== null || !found.ok) {
    io.write("stderr", `headroom: ${refused}\n`);
    return REFUSED;
  }
  try {
    const { host, knownHosts } = found.value;
    const client = await connectSsh(host, { knownHosts, timeoutMs: copy.timeoutMs, signal: io.signal });
    const end = () => client.destroy();
    io.signal.addEventListener("abort", end, { once: true });
    try {
      const sftp = await openSftp(client);
      for (const file of await matching(sftp, remote)) {
        await io.writeFile(localName(file, copy.target), await fetched(sftp, file));
      }
      return 0;
    } finally {
      io.signal.removeEventListener("abort", end);
      client.end();
    }
  } catch (error) {
    return io.signal.aborted ? 130 : tell(error, io);
  }
}

function tell(error: unknown, io: CommandIo): number {
  if (error instanceof SshFailure) {
    io.write("stderr", `ssh: ${error.message}\nscp: Connection closed\n`);
    return LOST;
  }
  if (error instanceof AppError || error instanceof RemoteFile) {
    io.write("stderr", `scp: ${error.message}\n`);
    return 1;
  }
  throw error;
}

function refusalOf(host: SshHost, remote: string, { grant }: CommandIo): string | null {
  const description = `scp ${host.name}:${remote}`;
  return endpointRefusal(grant, { system: "ssh", name: host.name, risk: "read", description });
}

function localName(remote: string, target: string): string {
  const isFolder = target === "." || target === ".." || target.endsWith("/") || target === "/tmp";
  return isFolder ? path.posix.join(target, path.posix.basename(remote)) : target;
}

/** Why a file of the host was not read, as scp says it. */
class RemoteFile extends Error {
  override readonly name = "RemoteFile";
}

function openSftp(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.once("close", () => reject(new SshFailure("the connection was lost")));
    client.sftp((error, opened) => (error ? reject(new SshFailure(error.message)) : resolve(opened)));
  });
}

/** The files that a path stands for; one whose pattern nothing fits stands for itself. */
async function matching(sftp: SFTPWrapper, remote: string): Promise<readonly string[]> {
  const { dir, base } = path.posix.parse(remote);
  if (!/[*?]/.test(base)) {
    return [remote];
  }
  const names = await new Promise<readonly string[]>((resolve) => {
    sftp.readdir(dir || ".", (error, entries) => resolve(error ? [] : entries.map(({ filename }) => filename)));
  });
  const fits = names.filter((name) => path.posix.matchesGlob(name, base)).sort();
  return fits.length === 0 ? [remote] : fits.map((name) => path.posix.join(dir, name));
}

async function fetched(sftp: SFTPWrapper, remote: string): Promise<Uint8Array> {
  const found = await new Promise<Stats>((resolve, reject) => {
    sftp.stat(remote, (error, stats) =>
      error ? reject(new RemoteFile(`${remote}: ${reasonOf(error)}`)) : resolve(stats),
    );
  });
  if (!found.isFile()) {
    throw new RemoteFile(`download ${remote.replace(/\/?$/, "/")}: not a regular file`);
  }
  if (found.size > runLimits.fileBytes) {
    throw new RemoteFile(`${remote}: larger than ${runLimits.fileBytes} bytes, the most that a script may read`);
  }
  return new Promise((resolve, reject) => {
    sftp.readFile(remote, (error, bytes) =>
      error ? reject(new RemoteFile(`${remote}: ${reasonOf(error)}`)) : resolve(bytes),
    );
  });
}

/** SFTP numbers its failures; scp words them as the system does. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === 2 ? "No such file or directory" : code === 3 ? "Permission denied" : String(error);
}
