import "server-only";
import type { SshHost, SshTarget } from "@/lib/adapters/config/ssh";
import type { Result } from "@/lib/core/kernel/result";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { endpointRefusal } from "@/lib/core/shell/grant";
import { grantedExecRisk } from "@/lib/core/shell/risk/exec-grant";
import { sshWords } from "@/lib/core/shell/script/ssh-words";
import { connectSsh, SshFailure } from "./connect";
import { LOST, runRemote } from "./run-remote";
import { readSshOptions } from "./ssh-options";

const REFUSED = 126;

/** Which host a command line means, and the file that knows its key; the error is the refusal to print. */
export type FindHost = (target: SshTarget) => Result<{ readonly host: SshHost; readonly knownHosts: string }, string>;

/** ssh to the hosts that `find` gives, for one program that ends by itself; no terminal, no forwarding. */
export function sshCommand(find: FindHost): NativeCommand {
  return {
    name: "ssh",
    run: async (argv, io) => {
      try {
        return await dispatch(argv, io, find);
      } catch (error) {
        if (io.signal.aborted) {
          return 130;
        }
        if (error instanceof SshFailure) {
          io.write("stderr", `ssh: ${error.message}\n`);
          return LOST;
        }
        throw error;
      }
    },
  };
}

async function dispatch(argv: readonly string[], io: CommandIo, find: FindHost): Promise<number> {
  const { host: named, user, port, remote, options } = sshWords(argv);
  const words = remote.map((word) => word ?? "");
  const read = readSshOptions(options.map((word) => word ?? ""));
  if (!read.ok) {
    throw new SshFailure(read.error);
  }
  if (named === null || words.length === 0) {
    throw new SshFailure("a session needs somebody to type: write a program behind the host: ssh HOST uptime");
  }
  const found = find({ host: named, user, port });
  const refused = found.ok ? grantRefusal(found.value.host, words, io) : found.error;
  if (refused !== null || !found.ok) {
    io.write("stderr", `headroom: ${refused}\n`);
    return REFUSED;
  }
  io.write("stderr", read.value.notes.map((note) => `headroom: ${note}\n`).join(""));
  const { host, knownHosts } = found.value;
  const client = await connectSsh(host, { knownHosts, timeoutMs: read.value.timeoutMs, signal: io.signal });
  try {
    return await runRemote(client, words.join(" "), io);
  } finally {
    client.end();
  }
}

/** Nobody can look into what runs on the host, so a grant lists the exact words it may be started with. */
function grantRefusal(host: SshHost, words: readonly string[], { grant }: CommandIo): string | null {
  const description = `ssh ${host.name} ${words.join(" ")}`;
  const risk = grantedExecRisk(grant, words, ["sh", "-c", words.join(" ")]);
  if (risk === null) {
    return `refused: ${description}: this run may only start the programs its script spells out`;
  }
  return endpointRefusal(grant, { system: "ssh", name: host.name, risk, description });
}
