import "server-only";
import { changeFlags, type DryRun, dryRunNote, dryRunOf, riskUnder } from "../changes";
import { goDurationSeconds } from "../durations";
import { CommandFailure, serverFailure, throwAll } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { textAt } from "../objects";
import { resourcePath } from "../resources";
import { keeping, selectionFlags, targetsOf } from "../selection";
import type { Target } from "../target";
import { pause } from "../waiting";

const flagTable: FlagTable = {
  ...selectionFlags,
  ...changeFlags,
  cascade: { kind: "tristate" },
  force: { kind: "switch" },
  "grace-period": { kind: "value" },
  "ignore-not-found": { kind: "switch" },
  interactive: { kind: "switch", short: "i" },
  now: { kind: "switch" },
  raw: { kind: "value" },
  timeout: { kind: "value" },
  wait: { kind: "switch" },
};
const POLL_MS = 250;

type Deletion = {
  readonly flags: Flags;
  readonly dryRun: DryRun;
  readonly graceSeconds: number;
  readonly policy: string;
  readonly output: string;
};
type Deleted = Target & { readonly uid: string };

/** kubectl delete: removes objects and waits until they are gone. */
export async function deleteObjects(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "delete");
  const deletion = readDeletion(call, flags);
  const failures: CommandFailure[] = [];
  const deleted: Deleted[] = [];
  let found = 0;
  let warns = call.isNamespaceGiven && !flags.has("all-namespaces");
  for await (const target of targetsOf(call, { flags, words: flags.words, isBlind: true }, failures)) {
    if (warns && target.namespace === null) {
      call.io.write("stderr", "Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n");
      warns = false;
    }
    found += 1;
    await keeping(failures, async () => {
      deleted.push({ ...target, uid: await deleteOne(call, target, deletion) });
    });
  }
  const ignoresMissing = ignoresNotFound(flags);
  throwAll(failures.filter(({ refusal }) => !(ignoresMissing && refusal?.status === 404)));
  if (found === 0) {
    call.out("No resources found\n");
  } else if (flags.get("wait") !== "false" && deletion.dryRun === "none") {
    await waitUntilGone(call, deleted, goDurationSeconds(flags.get("timeout") ?? "0s") ?? 0);
  }
  return 0;
}

const REPLACING_SECONDS = 300;

/** What a forced replacement begins with: the objects that are still there are deleted, and waited for. */
export async function deleteForReplacement(call: Invocation, targets: readonly Target[], flags: Flags): Promise<void> {
  const asked = Number(flags.get("grace-period") ?? -1);
  const policy = cascadePolicy(call, flags.get("cascade") ?? "background");
  const deletion = { flags, dryRun: "none", graceSeconds: asked === 0 ? 1 : asked, policy, output: "" } as const;
  const failures: CommandFailure[] = [];
  const deleted: Deleted[] = [];
  for (const target of targets) {
    await keeping(failures, async () => {
      deleted.push({ ...target, uid: await deleteOne(call, target, deletion) });
    });
  }
  throwAll(failures.filter(({ refusal }) => refusal?.status !== 404));
  await waitUntilGone(call, deleted, goDurationSeconds(flags.get("timeout") ?? "0s") || REPLACING_SECONDS);
}

function ignoresNotFound(flags: Flags): boolean {
  if (flags.get("ignore-not-found") !== undefined) {
    return flags.has("ignore-not-found");
  }
  return flags.has("all") || (flags.get("selector") ?? "") !== "" || (flags.get("field-selector") ?? "") !== "";
}

function readDeletion(call: Invocation, flags: Flags): Deletion {
  const policy = cascadePolicy(call, flags.get("cascade") ?? "background");
  const stated = Number(flags.get("grace-period") ?? -1);
  const isForced = flags.has("force");
  if (flags.has("now") && stated !== -1) {
    throw new CommandFailure("error: --now and --grace-period cannot be specified together");
  }
  const asked = flags.has("now") ? 1 : stated;
  const graceSeconds = isForced ? Math.max(asked, 0) : asked === 0 ? 1 : asked;
  const output = flags.get("output") ?? "";
  validate(flags, output);
  if (isForced && graceSeconds > 0) {
    throw new CommandFailure("error: --force and --grace-period greater than 0 cannot be specified together");
  }
  if (isForced) {
    call.io.write(
      "stderr",
      "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n",
    );
  }
  return { flags, dryRun: dryRunOf(flags), graceSeconds, policy, output };
}

function validate(flags: Flags, output: string): void {
  const problems = [
    output !== "" && output !== "name" && `unexpected -o output mode: ${output}. We only support '-o name'`,
    flags.has("all") &&
      ["selector", "field-selector"].some((name) => (flags.get(name) ?? "") !== "") &&
      "setting 'all' parameter but found a non empty selector. ",
    flags.has("interactive") && "--interactive asks questions, which a run cannot answer: leave it out",
    flags.get("raw") !== undefined && "--raw is not done from here: name what is to be deleted",
  ];
  const problem = problems.find((text) => text !== false);
  if (problem) {
    throw new CommandFailure(`error: ${problem}`);
  }
}

function cascadePolicy(call: Invocation, word: string): string {
  switch (word) {
    case "background":
      return "Background";
    case "foreground":
      return "Foreground";
    case "orphan":
      return "Orphan";
    case "true":
    case "false": {
      const instead = word === "true" ? "background" : "orphan";
      call.io.write(
        "stderr",
        `warning: --cascade=${word} is deprecated (boolean value) and can be replaced with --cascade=${instead}.\n`,
      );
      return word === "true" ? "Background" : "Orphan";
    }
    default:
      throw new CommandFailure(
        `error: invalid cascade value (${word}). Must be "background", "foreground", or "orphan"`,
      );
  }
}

/** Deletes one object and gives its UID, as far as the server tells it. */
async function deleteOne(call: Invocation, target: Target, deletion: Deletion): Promise<string> {
  const { type, namespace, name, source } = target;
  if (deletion.dryRun === "client") {
    say(call, target, deletion);
    return "";
  }
  call.check({
    namespace,
    risk: riskUnder(deletion.dryRun, "destructive"),
    description: `delete ${type.plural}/${name}`,
  });
  const reply = await call.ask(
    {
      method: "DELETE",
      path: resourcePath(type, namespace, name),
      body: {
        apiVersion: "v1",
        kind: "DeleteOptions",
        ...(deletion.graceSeconds >= 0 && { gracePeriodSeconds: deletion.graceSeconds }),
        propagationPolicy: deletion.policy,
        // In the query it would be lost: with a body, the server reads nothing else.
        ...(deletion.dryRun === "server" && { dryRun: ["All"] }),
      },
    },
    source === "" ? undefined : { doing: "deleting", source },
  );
  say(call, target, deletion);
  return textAt(reply.body, "details", "uid") || textAt(reply.body, "metadata", "uid");
}

function say(call: Invocation, { type, namespace, name }: Target, { dryRun, graceSeconds, output }: Deletion): void {
  const kind = `${type.kind.toLowerCase()}${type.group === "" ? "" : `.${type.group}`}`;
  if (output === "name") {
    call.out(`${kind}/${name}\n`);
    return;
  }
  const operation = graceSeconds === 0 ? "force deleted" : "deleted";
  const place = namespace === null ? "" : ` from ${namespace} namespace`;
  call.out(`${kind} "${name}" ${operation}${place}${dryRunNote(dryRun)}\n`);
}

async function waitUntilGone(call: Invocation, deleted: readonly Deleted[], timeoutSeconds: number): Promise<void> {
  const deadline = timeoutSeconds > 0 ? AbortSignal.timeout(timeoutSeconds * 1_000) : null;
  const signal = deadline ? AbortSignal.any([call.io.signal, deadline]) : call.io.signal;
  const failures: CommandFailure[] = [];
  for (const target of deleted) {
    await keeping(failures, () => waitForOne(call, target, signal));
  }
  throwAll(failures);
}

async function waitForOne(
  call: Invocation,
  { type, namespace, name, uid }: Deleted,
  signal: AbortSignal,
): Promise<void> {
  const path = resourcePath(type, namespace, name);
  for (;;) {
    const reply = await call.connection.request({ path, signal: call.io.signal });
    // Who may delete but not look does not wait.
    if (reply.status === 404 || reply.status === 403 || reply.status === 405) {
      return;
    }
    if (reply.status !== 200) {
      throw serverFailure(reply);
    }
    if (uid !== "" && textAt(reply.body, "metadata", "uid") !== uid) {
      return;
    }
    await pause(POLL_MS, signal);
    if (signal.aborted) {
      throw new CommandFailure(`error: timed out waiting for the condition on ${type.plural}/${name}`);
    }
  }
}
