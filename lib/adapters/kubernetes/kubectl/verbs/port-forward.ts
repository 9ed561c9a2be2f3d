import "server-only";
import { goDurationSeconds } from "../durations";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import { openForward } from "../forward-channel";
import type { Invocation } from "../invocation";
import { textAt } from "../objects";
import { podOf } from "../pods";
import { resolveType } from "../resources";
import { watchObject } from "../waiting";
import { namedObject } from "../workload-pods";
import { type PortPair, portPairs } from "./port-forward/ports";

const flagTable: FlagTable = { address: { kind: "list" }, "pod-running-timeout": { kind: "duration" } };
const USAGE = "See 'kubectl port-forward -h' for help and examples";

/**
 * kubectl port-forward, for the commands of the same run: no port of this machine is opened. In the background of a
 * script it lasts until the run ends, else until it is stopped or the pod is gone.
 */
export async function portForward(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "port-forward");
  const [word = "", ...ports] = flags.words;
  if (ports.length === 0) {
    throw new CommandFailure(`error: TYPE/NAME and list of ports are required for port-forward\n${USAGE}`);
  }
  const timeoutSeconds = goDurationSeconds(flags.get("pod-running-timeout") ?? "60s") ?? 0;
  if (timeoutSeconds <= 0) {
    throw new CommandFailure(`error: --pod-running-timeout must be higher than zero\n${USAGE}`);
  }
  const named = await namedObject(call, word);
  const pod = await podOf(call, named, timeoutSeconds);
  const pairs = portPairs(ports, named, pod);
  const phase = textAt(pod, "status", "phase");
  if (phase !== "Running") {
    throw new CommandFailure(`error: unable to forward port because pod is not running. Current status=${phase}`);
  }
  return forward(call, flags, { pod: pod.metadata.name, pairs });
}

type Forwarding = { readonly pod: string; readonly pairs: readonly PortPair[] };

async function forward(call: Invocation, flags: Flags, { pod, pairs }: Forwarding): Promise<number> {
  const { forwards } = call;
  call.check({ namespace: call.namespace, risk: "read", description: `port-forward ${pod}` });
  const taken = pairs.map(({ local, remote }) => {
    const port = forwards.registry.add(local, async (io) => {
      if (!forwards.isDetached) {
        call.out(`Handling connection for ${port}\n`);
      }
      return openForward(call.for(io), { namespace: call.namespace, pod, port: remote });
    });
    return { port, local, remote };
  });
  const kept = taken.flatMap(({ port, remote }) => (port === null ? [] : [{ port, remote }]));
  if (kept.length === 0) {
    const all = pairs.map(({ local, remote }) => `{${local} ${remote}}`).join(" ");
    throw new CommandFailure(`error: unable to listen on any of the requested ports: [${all}]`);
  }
  call.out(
    kept
      .flatMap(({ port, remote }) => addressesOf(flags).map((at) => `Forwarding from ${at}:${port} -> ${remote}\n`))
      .join(""),
  );
  if (forwards.isDetached) {
    return 0;
  }
  try {
    return await untilGone(call, pod);
  } finally {
    for (const { port } of kept) {
      forwards.registry.remove(port);
    }
  }
}

function addressesOf(flags: Flags): readonly string[] {
  const said = flags.all("address").flatMap((list) => list.split(","));
  return (said.length === 0 ? ["localhost"] : said).flatMap((address) =>
    address === "localhost" ? ["127.0.0.1", "[::1]"] : [address.includes(":") ? `[${address}]` : address],
  );
}

async function untilGone(call: Invocation, name: string): Promise<number> {
  const pods = await resolveType(call, "pods");
  const { signal } = call.io;
  for await (const { type, object } of watchObject(call, { type: pods, namespace: call.namespace, name }, signal)) {
    const phase = textAt(object, "status", "phase");
    if (type === "DELETED" || object === null || phase === "Succeeded" || phase === "Failed") {
      break;
    }
  }
  if (!signal.aborted) {
    throw new CommandFailure("error: lost connection to pod");
  }
  return 130;
}
