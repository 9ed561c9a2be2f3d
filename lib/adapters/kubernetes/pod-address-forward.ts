import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";
import type { CommandIo } from "@/lib/core/shell/command";
import type { ClusterConnection } from "./connection";
import { openForward } from "./kubectl/forward-channel";
import { createInvocation } from "./kubectl/invocation";
import { createPortForwards, type OpenForward } from "./port-forwards";

type Settings = {
  connect(): ClusterConnection;
  /** That of the incident. */
  readonly namespace: string;
  now(): Date;
};

/**
 * How a run reaches `http://$POD_IP:PORT`: by a forward to the pod that has this address, in a namespace of its grant. The
 * address itself is not called: only the cluster knows whose it is. Throws AppError `forbidden` when it is no such pod's.
 */
export function podAddressForward({
  connect,
  namespace,
  now,
}: Settings): (address: string, port: number) => OpenForward {
  return (address, port) => async (io) => {
    const connection = connect();
    const namespaces = grantedNamespaces(io, connection.name) ?? [namespace];
    const forwards = { registry: createPortForwards(), isDetached: true };
    for (const one of namespaces) {
      const call = createInvocation({ connection, namespace: one, isNamespaceGiven: true, io, forwards, now });
      call.check({ namespace: one, risk: "read", description: `find the pod at ${address}` });
      const path = `/api/v1/namespaces/${encodeURIComponent(one)}/pods?fieldSelector=status.podIP%3D${encodeURIComponent(address)}`;
      const { text } = await call.ask({ method: "GET", path });
      const pod = firstName(text);
      if (pod !== null) {
        return openForward(call, { namespace: one, pod, port });
      }
    }
    const where = namespaces.map((one) => `namespace ${one}`).join(" and ");
    throw new AppError(
      "forbidden",
      `refused: ${address} is no pod of ${where}, and not listed; add "${address}: http://${address}" under hosts in the configuration`,
    );
  };
}

function grantedNamespaces({ grant }: CommandIo, cluster: string): readonly string[] | null {
  const namespaces = grant.clusters.find((candidate) => candidate.cluster === cluster)?.namespaces;
  return namespaces === undefined || namespaces === "any" ? null : namespaces;
}

function firstName(text: string): string | null {
  const { items } = JSON.parse(text) as { readonly items: readonly { readonly metadata: { readonly name: string } }[] };
  return items[0]?.metadata.name ?? null;
}
