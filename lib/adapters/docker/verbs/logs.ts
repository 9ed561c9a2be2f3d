import "server-only";
import { z } from "zod";
import { type Call, containerPath, type Verb } from "../call";
import { daemonFailure } from "../failure";
import type { Flags } from "../flags";
import { writeMultiplexed } from "../multiplexed";
import { epochTime } from "../times";

const terminal = z.object({ Config: z.object({ Tty: z.boolean() }) });

export const logs: Verb = {
  usage: "[OPTIONS] CONTAINER",
  summary: "Fetch the logs of a container",
  flags: {
    details: { kind: "switch" },
    follow: { kind: "switch", short: "f" },
    since: { kind: "value" },
    tail: { kind: "value", short: "n" },
    timestamps: { kind: "switch", short: "t" },
    until: { kind: "value" },
  },
  least: 1,
  most: 1,
  run: async (flags, call) => {
    const [name = ""] = flags.words;
    await printLogs(name, { query: logQuery(flags, call), write: call.io.write }, call);
    return 0;
  },
};

type Sink = { readonly query: Readonly<Record<string, string>>; readonly write: Call["io"]["write"] };

/** Prints a container's log: of one with a terminal as it is, else of its two streams. */
export async function printLogs(name: string, { query, write }: Sink, call: Call): Promise<void> {
  const sought = { kind: "container", id: name };
  call.check({ risk: "read", description: `docker logs ${name}` });
  const { Config } = terminal.parse(await call.json({ path: containerPath(name, "/json") }, sought));
  const request = { path: containerPath(name, "/logs"), query, signal: call.io.signal };
  const { status, body } = await call.connection.stream(request);
  if (status >= 400) {
    throw daemonFailure({ status, text: await wholeText(body) }, sought);
  }
  if (!Config.Tty) {
    await writeMultiplexed(body, write);
    return;
  }
  for await (const piece of body) {
    write("stdout", piece);
  }
}

/** The query of `docker logs` for its flags. */
export function logQuery(flags: Flags, call: Call): Record<string, string> {
  const time = (flag: "since" | "until") => {
    const value = flags.get(flag);
    return value === undefined ? {} : { [flag]: epochTime(flag, value, call.now()) };
  };
  return {
    stdout: "1",
    stderr: "1",
    tail: flags.get("tail") ?? "all",
    ...time("since"),
    ...time("until"),
    ...(flags.has("follow") && { follow: "1" }),
    ...(flags.has("timestamps") && { timestamps: "1" }),
    ...(flags.has("details") && { details: "1" }),
  };
}

async function wholeText(body: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of body) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
