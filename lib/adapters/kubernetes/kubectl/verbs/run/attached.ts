import "server-only";
import { goDurationSeconds } from "../../durations";
import { CommandFailure, expectSuccess } from "../../failure";
import type { Flags } from "../../flags";
import type { Invocation } from "../../invocation";
import { type KubeObject, kubeObject, listAt, member, textAt } from "../../objects";
import { resourcePath } from "../../resources";
import type { Target } from "../../target";
import { watchObject } from "../../waiting";
import { post } from "../create/post";
import { printLog } from "../logs/print";
import { sendStdin } from "./send-stdin";

type Asked = { readonly flags: Flags; readonly query: string };

const NOTES =
  "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n";
const NO_TERMINAL = "Unable to use a TTY - input is not a terminal or the right kind of file\n";

/**
 * kubectl run -i: makes a pod, gives it the input, prints what it says and ends with its exit code. With `--rm` the
 * pod goes too, however the call ends. What it says comes from its log, which lacks nothing that was said before one
 * could attach.
 */
export async function runAttached(call: Invocation, target: Target, asked: Asked): Promise<number> {
  // Not cancelled half-way: nobody would know whether there is a pod to take away.
  const steady = call.for({ ...call.io, signal: new AbortController().signal });
  const pod = kubeObject.parse(await post(steady, target, { query: asked.query, risk: "change" }));
  try {
    const started = await awaitPod(call, target, { flags: asked.flags, isThere: isReadyOrEnded });
    await showOutput(call, started, asked.flags);
    return await endOf(call, target, { flags: asked.flags, policy: textAt(pod, "spec", "restartPolicy") });
  } finally {
    if (asked.flags.has("rm")) {
      await remove(steady, { ...target, object: pod }, asked.flags);
    }
  }
}

async function awaitPod(
  call: Invocation,
  target: Target,
  { flags, isThere }: { readonly flags: Flags; isThere(pod: KubeObject): boolean },
): Promise<KubeObject> {
  const seconds = goDurationSeconds(flags.get("pod-running-timeout") ?? "1m") ?? 0;
  const signal = AbortSignal.any([call.io.signal, AbortSignal.timeout(Math.max(seconds, 0) * 1_000)]);
  for await (const { type, object } of watchObject(call, target, signal)) {
    if (type === "ABSENT" || type === "DELETED") {
      throw new CommandFailure(`Error from server (NotFound): pods "${target.name}" not found`);
    }
    if (isThere(object)) {
      return object;
    }
  }
  call.io.signal.throwIfAborted();
  throw new CommandFailure("error: timed out waiting for the condition");
}

function hasEnded(pod: KubeObject): boolean {
  return /^(?:Succeeded|Failed)$/.test(textAt(pod, "status", "phase"));
}

function isReadyOrEnded(pod: KubeObject): boolean {
  const isReady = listAt(pod, "status", "conditions").some(
    (condition) => member(condition, "type") === "Ready" && member(condition, "status") === "True",
  );
  return hasEnded(pod) || (textAt(pod, "status", "phase") === "Running" && isReady);
}

async function showOutput(call: Invocation, pod: KubeObject, flags: Flags): Promise<void> {
  const container = listAt(pod, "spec", "containers")[0];
  const source = { pod, container: textAt(container, "name") };
  const options = { query: new URLSearchParams(), isPrefixed: false, ignoresErrors: false };
  if (hasEnded(pod)) {
    await printLog(call, source, options);
    return;
  }
  if (!flags.has("quiet")) {
    call.io.write("stderr", `${flags.has("tty") ? NO_TERMINAL : ""}${NOTES}`);
  }
  const input = member(container, "stdin") === true ? await sendStdin(call, source) : null;
  try {
    await printLog(call, source, { ...options, query: new URLSearchParams({ follow: "true" }) });
  } finally {
    input?.terminate();
  }
}

/** The exit code of a pod that is not started again, once it has ended. */
async function endOf(
  call: Invocation,
  target: Target,
  { flags, policy }: { readonly flags: Flags; readonly policy: string },
): Promise<number> {
  if (policy === "Always" || flags.has("leave-stdin-open")) {
    return 0;
  }
  const isThere = (pod: KubeObject) =>
    policy === "OnFailure" ? textAt(pod, "status", "phase") === "Succeeded" : hasEnded(pod);
  const pod = await awaitPod(call, target, { flags, isThere });
  if (textAt(pod, "status", "phase") === "Succeeded") {
    return 0;
  }
  const ended = member(listAt(pod, "status", "containerStatuses")[0], "state", "terminated");
  const exitCode = Number(member(ended, "exitCode") ?? 0);
  const place = `pod ${call.namespace}/${target.name}`;
  if (exitCode === 0) {
    throw new CommandFailure(`error: ${place} failed with unknown exit code`);
  }
  const said = `${place} terminated (${textAt(ended, "reason")})\n${textAt(ended, "message")}`;
  throw new CommandFailure(said.replace(/\n$/, ""), exitCode);
}

/** Takes away the pod that was made here, and no other that has its name since. */
async function remove(call: Invocation, { type, namespace, name, object }: Target, flags: Flags): Promise<void> {
  const grace = flags.has("force") ? "0" : (flags.get("grace-period") ?? "-1");
  call.check({ namespace, risk: "change", description: `delete ${type.plural}/${name}, which it made` });
  const reply = await call.connection.request({
    method: "DELETE",
    path: resourcePath(type, namespace, name),
    body: {
      apiVersion: "v1",
      kind: "DeleteOptions",
      ...(Number(grace) >= 0 && { gracePeriodSeconds: Number(grace) }),
      propagationPolicy: "Background",
      preconditions: { uid: textAt(object, "metadata", "uid") },
    },
  });
  if (reply.status === 404) {
    return;
  }
  expectSuccess(reply);
  if (!flags.has("quiet")) {
    call.out(`pod "${name}" ${Number(grace) === 0 ? "force deleted" : "deleted"} from ${namespace} namespace\n`);
  }
}
