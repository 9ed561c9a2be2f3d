import "server-only";
import type { CommandIo } from "@/lib/core/shell/command";
import { type EndpointAct, endpointRefusal } from "@/lib/core/shell/grant";
import type { DockerConnection, DockerRequest } from "./connection";
import { parseExact } from "./exact-json";
import { CommandFailure, type DockerReply, daemonFailure, type Sought } from "./failure";
import type { Flags, FlagTable } from "./flags";

/** One call of docker: where it goes, and what it may do. */
export type Call = {
  readonly connection: DockerConnection;
  readonly io: CommandIo;
  /** "docker stop", as it was called. */
  readonly command: string;
  now(): Date;
  /** Throws the refusal when the grant does not cover the act. Called right before each request that acts. */
  check(act: Pick<EndpointAct, "risk" | "description">): void;
  /** A request that must succeed. */
  ask(request: Omit<DockerRequest, "signal">, sought?: Sought): Promise<DockerReply>;
  /** The same, for its JSON. */
  json(request: Omit<DockerRequest, "signal">, sought?: Sought): Promise<unknown>;
  out(text: string): void;
};

/** One verb of docker. */
export type Verb = {
  /** Behind "docker stop": "[OPTIONS] CONTAINER [CONTAINER...]". */
  readonly usage: string;
  readonly summary: string;
  readonly flags: FlagTable;
  /** How many operands it takes. */
  readonly least: number;
  readonly most: number;
  readonly stopsAtOperand?: boolean;
  run(flags: Flags, call: Call): Promise<number>;
};

/** Binds a call to its connection and grant. */
export function createCall(parts: {
  connection: DockerConnection;
  io: CommandIo;
  command: string;
  now: () => Date;
}): Call {
  const { connection, io, command, now } = parts;
  const ask = async (request: Omit<DockerRequest, "signal">, sought?: Sought) => {
    const reply = await connection.request({ ...request, signal: io.signal });
    if (reply.status >= 400) {
      throw daemonFailure(reply, sought);
    }
    return reply;
  };
  return {
    connection,
    io,
    command,
    now,
    check: (act) => {
      const refused = endpointRefusal(io.grant, { system: "docker", name: connection.name, ...act });
      if (refused !== null) {
        throw new CommandFailure(`headroom: ${refused}`, 126);
      }
    },
    ask,
    json: async (request, sought) => parseExact((await ask(request, sought)).text),
    out: (text) => io.write("stdout", text),
  };
}

/** A container's part of a path. */
export function containerPath(name: string, rest = ""): string {
  return `/containers/${encodeURIComponent(name)}${rest}`;
}
