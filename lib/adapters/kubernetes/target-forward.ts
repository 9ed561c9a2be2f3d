import "server-only";
import type { ClusterConnection } from "./connection";
import { openForward } from "./kubectl/forward-channel";
import { createInvocation } from "./kubectl/invocation";
import { podFor } from "./kubectl/pods";
import type { PodTarget } from "./pod-commands";
import { createPortForwards, type OpenForward } from "./port-forwards";

type Settings = {
  connect(): ClusterConnection;
  readonly namespace: string;
  readonly target: PodTarget;
  now(): Date;
};

/** `localhost:PORT` of a run means the workload: a port of its chosen pod, or of its first ready one. */
export function targetForward({ connect, namespace, target, now }: Settings): (port: number) => OpenForward {
  return (port) => async (io) => {
    const forwards = { registry: createPortForwards(), isDetached: true };
    const call = createInvocation({ connection: connect(), namespace, isNamespaceGiven: true, io, forwards, now });
    const pod = await podFor(call, target.ref);
    return openForward(call, { namespace, pod: pod.metadata.name, port });
  };
}
