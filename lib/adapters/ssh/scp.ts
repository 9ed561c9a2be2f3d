import "server-only";
import type { SFTPWrapper } from "ssh2";
import type { SshHost } from "@/lib/adapters/config/ssh";
import { AppError } from "@/lib/core/kernel/app-error";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { endpointRefusal } from "@/lib/core/shell/grant";
import { isExecListed, uploadArgv } from "@/lib/core/shell/targets/exec-argvs";
import { SshFailure } from "./connect";
import { fetchFiles } from "./fetch-files";
import { CopyFailure, withSftp } from "./scp-session";
import { sendFiles } from "./send-files";
import type { FindHost } from "./ssh";
import { readSshOptions } from "./ssh-options";

const REFUSED = 126;
const LOST = 255;

type Source = { readonly host: string; readonly user: string | null; readonly path: string };
type Direction =
  | { readonly kind: "from"; readonly sources: readonly Source[]; readonly target: string }
  | { readonly kind: "to"; readonly files: readonly string[]; readonly target: Source; readonly written: string };
type Copy = {
  readonly direction: Direction;
  readonly port: string | null;
  /** Folders too. */
  readonly isRecursive: boolean;
  readonly timeoutMs: number;
  readonly notes: readonly string[];
};
type Call = { readonly copy: Copy; readonly io: CommandIo };

/** scp between the hosts that `find` gives and the script's own files, over SFTP; folders to a host, and host to host, are by hand. */
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
      const { direction } = read.value;
      const call = { copy: read.value, io };
      if (direction.kind === "to") {
        return sent(direction, find, call);
      }
      let exitCode = 0;
      for (const source of direction.sources) {
        exitCode = (await fetchedFrom(source, direction.target, { find, call })) || exitCode;
      }
      return exitCode;
    },
  };
}

function readCopy(argv: readonly string[]): Result<Copy, string> {
  const { options, port, isRecursive, operands } = flagsOf(argv);
  const read = readSshOptions(options);
  if (!read.ok) {
    return read;
  }
  const target = operands.at(-1);
  const files = operands.slice(0, -1);
  if (target === undefined || files.length === 0) {
    return failed("write what to copy and where: scp HOST:/path/file .");
  }
  if (operands.some((word) => word.startsWith("scp://"))) {
    return failed("scp:// addresses are not read here: write HOST:/path, and a port with -P");
  }
  const direction = directionOf(files, target);
  if (direction === null) {
    return failed("copying between hosts is not done here: copy it and run it by hand");
  }
  return isRecursive && direction.kind === "to"
    ? failed("-r is not done from here to a host: copy it and run it by hand")
    : ok({ direction, port, isRecursive, ...read.value });
}

function directionOf(files: readonly string[], target: string): Direction | null {
  const sources = files.map(sourceOf).filter((source) => source !== null);
  const place = sourceOf(target);
  if (place === null) {
    return sources.length === files.length ? { kind: "from", sources, target } : null;
  }
  return sources.length === 0 ? { kind: "to", files, target: place, written: target } : null;
}

/** Switches that ssh does not have, or has for something else. */
const own = /^-[rpBOCqv]+$/;

/** scp's own flags, and those that it hands on to ssh. */
function flagsOf(argv: readonly string[]) {
  const options: string[] = [];
  const rest = [...argv];
  let port: string | null = null;
  let isRecursive = false;
  while (/^-./.test(rest[0] ?? "")) {
    const flag = rest.shift() ?? "";
    const takesNext = /^-[PiFo]$/.test(flag);
    const words = takesNext ? [flag, rest.shift() ?? ""] : [flag];
    port = flag.startsWith("-P") ? words.join("").slice(2) : port;
    isRecursive ||= own.test(flag) && flag.includes("r");
    options.push(...(flag.startsWith("-P") || own.test(flag) ? [] : words));
  }
  return { options, port, isRecursive, operands: rest };
}

/** `user@host:/path`; null for a file of the script. */
function sourceOf(word: string): Source | null {
  const [, user = null, host, named] = /^(?:([^@/:]+)@)?([^/:@]+):(.*)$/s.exec(word) ?? [];
  return host === undefined || named === undefined ? null : { user, host, path: named.replace(/^~\//, "") || "." };
}

type Search = { readonly find: FindHost; readonly call: Call };

function fetchedFrom(source: Source, target: string, search: Search): Promise<number> {
  return onHost({ ...source, written: null }, search, (sftp) =>
    fetchFiles(sftp, { remote: source.path, target, isRecursive: search.call.copy.isRecursive }, search.call.io),
  );
}

type Upload = Extract<Direction, { kind: "to" }>;

function sent({ files, target, written }: Upload, find: FindHost, call: Call): Promise<number> {
  return onHost({ ...target, written }, { find, call }, (sftp) =>
    sendFiles(sftp, { files, remote: target.path }, call.io),
  );
}

/** `written` is the word of the place that is written to; null when it is only read. */
type Place = Source & { readonly written: string | null };

async function onHost(
  { host: named, user, path: remote, written }: Place,
  { find, call: { copy, io } }: Search,
  act: (sftp: SFTPWrapper) => Promise<void>,
): Promise<number> {
  const found = find({ host: named, user, port: copy.port });
  const refused = found.ok ? refusalOf(found.value.host, { remote, written }, io) : found.error;
  if (refused !== null || !found.ok) {
    io.write("stderr", `headroom: ${refused}\n`);
    return REFUSED;
  }
  try {
    await withSftp({ ...found.value, timeoutMs: copy.timeoutMs }, io, act);
    return 0;
  } catch (error) {
    return io.signal.aborted ? 130 : tell(error, io);
  }
}

function tell(error: unknown, io: CommandIo): number {
  if (error instanceof SshFailure) {
    io.write("stderr", `ssh: ${error.message}\nscp: Connection closed\n`);
    return LOST;
  }
  if (error instanceof AppError || error instanceof CopyFailure) {
    io.write("stderr", `scp: ${error.message}\n`);
    return error instanceof CopyFailure ? error.exitCode : 1;
  }
  throw error;
}

type Aim = { readonly remote: string; readonly written: string | null };

/** Where a file is written must stand in the script: what a command prints could name any other place. */
function refusalOf(host: SshHost, { remote, written }: Aim, { grant }: CommandIo): string | null {
  const description = `scp ${host.name}:${remote}`;
  const risk = written === null ? "read" : "change";
  const isListed = written === null || isExecListed(grant.execs, uploadArgv(written));
  return (
    endpointRefusal(grant, { system: "ssh", name: host.name, risk, description }) ??
    (isListed ? null : `refused: ${description}: this run may only write where its script spells out`)
  );
}
