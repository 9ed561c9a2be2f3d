import "server-only";
import type { CommandIo } from "@/lib/core/shell/command";
import { type KubernetesAct, refusal } from "@/lib/core/shell/grant";
import type { ApiReply, ApiRequest, ClusterConnection } from "../connection";
import { CommandFailure, expectSuccess, type FailureSource } from "./failure";

/** One call of kubectl: where it acts, with which flags' namespace, and what it may do. */
export type Invocation = {
  readonly connection: ClusterConnection;
  /** The namespace of this call: `-n`, else the incident's, else the context's. */
  readonly namespace: string;
  /** Whether the command itself names the namespace: then manifests may not name another. */
  readonly isNamespaceGiven: boolean;
  readonly io: CommandIo;
  now(): Date;
  /** Throws the refusal when the grant does not cover the act. Called right before each request that acts. */
  check(act: Pick<KubernetesAct, "namespace" | "risk" | "description">): void;
  /** A request that must succeed. */
  ask(request: Omit<ApiRequest, "signal">, from?: FailureSource): Promise<ApiReply>;
  out(text: string): void;
};

/** Binds a call to its connection and grant. */
export function createInvocation(parts: {
  connection: ClusterConnection;
  namespace: string;
  isNamespaceGiven: boolean;
  io: CommandIo;
  now: () => Date;
}): Invocation {
  const { connection, namespace, isNamespaceGiven, io, now } = parts;
  return {
    connection,
    namespace,
    isNamespaceGiven,
    io,
    now,
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
