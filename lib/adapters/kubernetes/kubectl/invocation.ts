import "server-only";
import type { CommandIo } from "@/lib/core/shell/command";
import { type KubernetesAct, refusal } from "@/lib/core/shell/grant";
import type { ApiReply, ApiRequest, ClusterConnection } from "../connection";
import type { PortForwards } from "../port-forwards";
import { CommandFailure, expectSuccess, type FailureSource } from "./failure";

/** The ports that the run forwards. `isDetached`: a forward does not hold the command that makes it. */
export type Forwards = { readonly registry: PortForwards; readonly isDetached: boolean };

/** One call of kubectl: where it acts, with which flags' namespace, and what it may do. */
export type Invocation = {
  /** All words of the command, as they were given. */
  readonly argv: readonly string[];
  readonly connection: ClusterConnection;
  /** The namespace of this call: `-n`, else the incident's, else the context's. */
  readonly namespace: string;
  /** Whether the command itself names the namespace: then manifests may not name another. */
  readonly isNamespaceGiven: boolean;
  readonly io: CommandIo;
  readonly forwards: Forwards;
  now(): Date;
  /** The same call on behalf of another command of its run: with that one's grant and signal. */
  for(io: CommandIo): Invocation;
  /** Throws the refusal when the grant does not cover the act. Called right before each request that acts. */
  check(act: Pick<KubernetesAct, "namespace" | "risk" | "description">): void;
  /** A request that must succeed. */
  ask(request: Omit<ApiRequest, "signal">, from?: FailureSource): Promise<ApiReply>;
  out(text: string): void;
};

/** The same connection, which prints each warning of the server once. */
function saying(connection: ClusterConnection, io: CommandIo): ClusterConnection {
  const said = new Set<string>();
  return {
    ...connection,
    request: async (request) => {
      const reply = await connection.request(request);
      for (const warning of reply.warnings ?? []) {
        if (!said.has(warning)) {
          said.add(warning);
          io.write("stderr", `Warning: ${warning}\n`);
        }
      }
      return reply;
    },
  };
}

/** Binds a call to its connection and grant. */
export function createInvocation(parts: {
  argv?: readonly string[];
  connection: ClusterConnection;
  namespace: string;
  isNamespaceGiven: boolean;
  io: CommandIo;
  forwards: Forwards;
  now: () => Date;
}): Invocation {
  const { namespace, isNamespaceGiven, io, forwards, now } = parts;
  const connection = saying(parts.connection, io);
  return {
    argv: parts.argv ?? [],
    connection,
    namespace,
    isNamespaceGiven,
    io,
    forwards,
    now,
    for: (other) => createInvocation({ ...parts, io: other }),
    check: (act) => {
      const refused = refusal(io.grant, { cluster: connection.name, ...act });
      if (refused !== null) {
        throw new CommandFailure(`headroom: ${refused}`, 126);
      }
    },
    ask: async (request, from) => expectSuccess(await connection.request({ ...request, signal: io.signal }), from),
    out: (text) => io.write("stdout", text),
  };
}
