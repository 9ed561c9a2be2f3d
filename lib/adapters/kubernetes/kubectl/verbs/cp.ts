import "server-only";
import { checkExec, type ExecTarget, runInContainer } from "../exec-channel";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { chooseContainer, podFor } from "../pods";
import { readTar, type TarFile, writeTar } from "../tar";

const flagTable: FlagTable = {
  container: { kind: "value", short: "c" },
  "no-preserve": { kind: "switch" },
  retries: { kind: "int" },
};

/** One side of a copy. `pod` is null for a file of the script. */
type Side = { readonly namespace: string; readonly pod: string | null; readonly file: string };

/** kubectl cp: files out of a container into those of the script, or one file into a container, by tar on both ends. */
export async function cp(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "cp");
  const [from = "", to = "", ...more] = flags.words;
  if (to === "" || more.length > 0) {
    throw new CommandFailure("error: source and destination are required");
  }
  const [source, destination] = [sideOf(call, from), sideOf(call, to)];
  if (source.pod !== null && destination.pod !== null) {
    throw new CommandFailure("error: one of src or dest must be a local file specification");
  }
  if (source.file === "" || destination.file === "") {
    throw new CommandFailure("error: filepath can not be empty");
  }
  if (source.pod !== null) {
    return copyOut(call, flags, { source, to: destination.file });
  }
  if (destination.pod !== null) {
    return copyIn(call, flags, { from: source.file, destination });
  }
  throw new CommandFailure("error: one of src or dest must be a remote file specification");
}

function sideOf(call: Invocation, spec: string): Side {
  const at = spec.indexOf(":");
  if (at === 0) {
    throw new CommandFailure("error: filespec must match the canonical format: [[namespace/]pod:]file/path");
  }
  if (at === -1) {
    return { namespace: call.namespace, pod: null, file: spec };
  }
  const file = spec.slice(at + 1);
  const [first = "", second, ...more] = spec.slice(0, at).split("/");
  if (more.length > 0) {
    throw new CommandFailure("error: filespec must match the canonical format: [[namespace/]pod:]file/path");
  }
  return second === undefined
    ? { namespace: call.namespace, pod: first, file }
    : { namespace: first, pod: second, file };
}

async function containerOf(call: Invocation, flags: Flags, { namespace, pod }: Side): Promise<ExecTarget> {
  const there = { ...call, namespace };
  const object = await podFor(there, pod ?? "");
  const { name: container, notice } = chooseContainer(object, flags.get("container"));
  call.io.write("stderr", notice);
  return { namespace, pod: object.metadata.name, container };
}

async function copyOut(
  call: Invocation,
  flags: Flags,
  { source, to }: { readonly source: Side; readonly to: string },
): Promise<number> {
  const command = ["tar", "cf", "-", source.file];
  checkExec(call, { namespace: source.namespace, command, word: source.pod ?? "" });
  const target = await containerOf(call, flags, source);
  const pieces: Uint8Array[] = [];
  const exitCode = await runInContainer(call, target, {
    command,
    stdin: null,
    isQuiet: true,
    onOutput: (stream, bytes) => {
      if (stream === "stdout") {
        pieces.push(bytes);
      } else {
        // As with the real one, what tar has to say is part of the output.
        call.io.write("stdout", bytes);
      }
    },
  });
  if (exitCode === 130) {
    return exitCode;
  }
  // As with the real one, it is tar's own words that tell of a file that is not there: the exit code stays 0.
  for (const { name, bytes } of readTar(Buffer.concat(pieces))) {
    await call.io.writeFile(placeOf(name, source.file, to), bytes);
  }
  return 0;
}

/** Where a member of the archive goes: under `to`, by its place below what was asked for. Never above `to`. */
function placeOf(name: string, asked: string, to: string): string {
  const root = asked.replace(/^\/+|\/+$/g, "");
  const member = name.replace(/^\/+/, "");
  const below = member === root ? "" : member.startsWith(`${root}/`) ? member.slice(root.length + 1) : member;
  if (below.split("/").includes("..")) {
    throw new CommandFailure(`error: the archive names ${name}, which lies outside of ${to}`);
  }
  const isFolder = /(^|\/)\.{0,2}$/.test(to);
  const base = below === "" && isFolder ? (root.split("/").at(-1) ?? root) : below;
  return base === "" ? to : `${to.replace(/\/+$/, "") || "."}/${base}`;
}

async function copyIn(
  call: Invocation,
  flags: Flags,
  { from, destination }: { readonly from: string; readonly destination: Side },
): Promise<number> {
  const bytes = await call.io.readFile(from);
  if (bytes === null) {
    throw new CommandFailure(`error: ${from} doesn't exist in local filesystem`);
  }
  const file = await remoteFile(call, flags, { from, destination });
  const at = file.lastIndexOf("/");
  const folder = at <= 0 ? (at === 0 ? "/" : ".") : file.slice(0, at);
  const member: TarFile = { name: file.slice(at + 1), bytes };
  const command = ["tar", "-xmf", "-", "-C", folder];
  checkExec(call, { namespace: destination.namespace, command, word: destination.pod ?? "" });
  const target = await containerOf(call, flags, destination);
  const seconds = Math.floor(call.now().getTime() / 1_000);
  return runInContainer(call, target, { command, stdin: writeTar(member, seconds) });
}

/** A folder as the destination keeps the file's own name. */
async function remoteFile(
  call: Invocation,
  flags: Flags,
  { from, destination }: { readonly from: string; readonly destination: Side },
): Promise<string> {
  const { file } = destination;
  const own = from.split("/").at(-1) ?? from;
  if (file.endsWith("/")) {
    return file + own;
  }
  const command = ["test", "-d", file];
  checkExec(call, { namespace: destination.namespace, command, word: destination.pod ?? "" });
  const silent: Invocation = { ...call, io: { ...call.io, write: () => undefined } };
  const target = await containerOf(silent, flags, destination);
  const isFolder = (await runInContainer(silent, target, { command, stdin: null })) === 0;
  return isFolder ? `${file}/${own}` : file;
}
