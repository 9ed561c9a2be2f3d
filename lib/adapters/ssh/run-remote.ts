import "server-only";
import type { Client, ClientChannel } from "ssh2";
import type { CommandIo } from "@/lib/core/shell/command";

const TERM_MS = 1_000;
const KILL_MS = 3_000;

/** ssh's own code for "the connection or the program was lost". */
export const LOST = 255;

/** Runs a command line in the remote shell, streams what it prints, and gives its exit code. It is ended on cancel. */
export async function runRemote(client: Client, line: string, io: CommandIo): Promise<number> {
  const channel = await openChannel(client, line);
  const ended = endOf(channel);
  channel.on("data", (bytes: Buffer) => io.write("stdout", bytes));
  channel.stderr.on("data", (bytes: Buffer) => io.write("stderr", bytes));
  channel.end(io.stdin);
  const aborted = Promise.withResolvers<"aborted">();
  const abort = () => aborted.resolve("aborted");
  io.signal.addEventListener("abort", abort, { once: true });
  if (io.signal.aborted) {
    abort();
  }
  try {
    const outcome = await Promise.race([ended.closed, aborted.promise]);
    if (outcome === "lost") {
      io.write("stderr", "headroom: the connection broke: the program may still run there\n");
      return LOST;
    }
    if (outcome !== "aborted") {
      return outcome;
    }
    if (!(await endProgram(client, channel, ended.exited))) {
      io.write("stderr", "headroom: the program may still run there: the host did not say that it ended\n");
    }
    return 130;
  } finally {
    io.signal.removeEventListener("abort", abort);
    channel.destroy();
  }
}

function openChannel(client: Client, line: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(line, (error, channel) => (error ? reject(error) : resolve(channel)));
  });
}

/** `exited`: the host has said how the program ended. `closed`: and all of its output has come, or nothing more can. */
function endOf(channel: ClientChannel) {
  const exited = Promise.withResolvers<number>();
  let said: number | "lost" = "lost";
  channel.once("exit", (code: number | null) => {
    said = code ?? LOST;
    exited.resolve(said);
  });
  const closed = new Promise<number | "lost">((resolve) => {
    channel.once("close", () => resolve(said));
  });
  return { exited: exited.promise, closed };
}

/**
 * Ends all that this connection has started: its processes carry the connection's own addresses and ports. Without
 * single quotes, since it stands in some.
 */
const END_ALL = `for f in $(grep -lsF "SSH_CONNECTION=$SSH_CONNECTION" /proc/[0-9]*/environ); do
p=\${f#/proc/}; p=\${p%/environ}; [ "$p" = $$ ] || kill -9 "$p" 2>/dev/null; done; true`;

/**
 * A signal asks first, where the server takes one (OpenSSH takes none for root); then what is left is killed. True when
 * the host has said that the program ended.
 */
async function endProgram(client: Client, channel: ClientChannel, exited: Promise<number>): Promise<boolean> {
  channel.signal("TERM");
  await isWithin(exited, TERM_MS);
  const killer = await openChannel(client, `exec sh -c '${END_ALL}'`);
  const { closed } = endOf(killer);
  killer.resume();
  killer.stderr.resume();
  await isWithin(closed, KILL_MS);
  return isWithin(exited, KILL_MS);
}

async function isWithin(event: Promise<unknown>, patienceMs: number): Promise<boolean> {
  const patience = AbortSignal.timeout(patienceMs);
  const over = new Promise<false>((resolve) => patience.addEventListener("abort", () => resolve(false)));
  return Promise.race([event.then(() => true), over]);
}
