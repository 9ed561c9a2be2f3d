import "server-only";
import type { CommandIo } from "@/lib/core/shell/command";
import { type KubernetesAct, refusal } from "@/lib/core/shell/grant";
import type { ApiReply, ApiRequest, ClusterConnection } from "../connection";
import { CommandFailure, expectSuccess } from "./failure";

/** One call of kubectl: where it acts, with which flags' namespace, and what it may do. */
export type Invocation = {
  readonly connection: ClusterConnection;
  /** The namespace of this call: `-n`, else the incident's, else the context's. */
  readonly namespace: string;
  readonly io: CommandIo;
  now(): Date;
  /** Throws the refusal when the grant does not cover the act. Called right before each request that acts. */
  check(act: Pick<KubernetesAct, "namespace" | "risk" | "description">): void;
  /** A request that must succeed. */
  ask(request: Omit<ApiRequest, "signal">): Promise<ApiReply>;
  out(text: string): void;
};

/** Binds a call to its connection and grant. */
export function createInvocation(parts: {
  connection: ClusterConnection;
  namespace: string;
  io: CommandIo;
  now: () => Date;
}): Invocation {
  const { connection, namespace, io, now } = parts;
  return {
    connection,
    namespace,
    io,
    now,
    check: (act) => {
      const refused = refusal(io.grant, { cluster: connection.name, ...act });
      if (refused !== null) {
        throw new CommandFailure(`headroom: ${refused}`, 126);
      }
    },
    ask: async (request) => expectSuccess(await connection.request({ ...request, signal: io.signal })),
    out: (text) => io.write("stdout", text),
  };
}
