import "server-only";
import { dryRunNote, dryRunOf } from "../changes";
import { goDurationSeconds } from "../durations";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { chosenNodes, setCordons } from "../nodes";
import type { KubeObject } from "../objects";
import type { Target } from "../target";
import { evictAll } from "./drain/evict";
import { type Draining, podsToDrain, warningsOf } from "./drain/pods";

const flagTable: FlagTable = {
  selector: { kind: "value", short: "l" },
  "dry-run": { kind: "tristate" },
  "chunk-size": { kind: "value" },
  "delete-emptydir-data": { kind: "switch" },
  "disable-eviction": { kind: "switch" },
  force: { kind: "switch" },
  "grace-period": { kind: "value" },
  "ignore-daemonsets": { kind: "switch" },
  "ignore-errors": { kind: "switch" },
  "pod-selector": { kind: "value" },
  "skip-wait-for-delete-timeout": { kind: "value" },
  timeout: { kind: "value" },
};

/** kubectl drain: cordons nodes and evicts their pods, waiting until they are gone. */
export async function drain(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "drain");
  const nodes = await chosenNodes(call, flags, "drain NODE");
  const draining = readDraining(flags);
  await setCordons(call, nodes, { isCordoned: true, dryRun: draining.dryRun });
  const failed: { readonly node: Target; readonly problems: readonly string[] }[] = [];
  for (const node of nodes) {
    const problems = await drainOne(call, node, draining);
    if (problems.length === 0) {
      call.out(`node/${node.name} drained${dryRunNote(draining.dryRun)}\n`);
      continue;
    }
    const why = problems.length === 1 ? problems[0] : `[${problems.join(", ")}]`;
    call.io.write("stderr", `error: unable to drain node "${node.name}" due to error: ${why}, continuing command...\n`);
    failed.push({ node, problems });
  }
  if (failed.length > 0) {
    const pending = failed.map(({ node }) => ` ${node.name}\n`).join("");
    call.io.write("stderr", `There are pending nodes to be drained:\n${pending}`);
    throw new CommandFailure(failed.flatMap(({ problems }) => problems).join("\n"));
  }
  return 0;
}

function readDraining(flags: Flags): Draining {
  const timeout = flags.get("timeout") ?? "0s";
  const seconds = goDurationSeconds(timeout) ?? 0;
  return {
    rules: {
      isForced: flags.has("force"),
      ignoresDaemonSets: flags.has("ignore-daemonsets"),
      deletesEmptyDirs: flags.has("delete-emptydir-data"),
      podSelector: flags.get("pod-selector") ?? "",
      skipSeconds: Number(flags.get("skip-wait-for-delete-timeout") ?? 0),
    },
    dryRun: dryRunOf(flags),
    graceSeconds: Number(flags.get("grace-period") ?? -1),
    timeout: seconds > 0 ? { text: timeout, seconds } : null,
    isByDeletion: flags.has("disable-eviction"),
  };
}

/** What kept the node from being emptied: a sentence each. */
async function drainOne(call: Invocation, node: Target, draining: Draining): Promise<readonly string[]> {
  const found = await podsToDrain(call, node.name, draining.rules);
  if (found.errors.length > 0) {
    return found.errors;
  }
  const warnings = warningsOf(found);
  if (warnings !== "") {
    call.io.write("stderr", `Warning: ${warnings}\n`);
  }
  const { pods } = found;
  if (draining.dryRun !== "none") {
    for (const { metadata } of pods) {
      call.out(`evicting pod ${metadata.namespace ?? ""}/${metadata.name}${dryRunNote(draining.dryRun)}\n`);
    }
    return [];
  }
  const failures = pods.length === 0 ? [] : await evictAll(call, pods, draining);
  if (failures.length > 0) {
    await sayPending(call, node, { draining, failures });
  }
  return failures;
}

async function sayPending(
  call: Invocation,
  { name }: Target,
  { draining, failures }: { readonly draining: Draining; readonly failures: readonly string[] },
): Promise<void> {
  const { pods } = await podsToDrain(call, name, draining.rules);
  const why = failures.length === 1 ? failures[0] : `[${failures.join(", ")}]`;
  if (pods.length > 0) {
    const lines = pods.map((pod: KubeObject) => `pod/${pod.metadata.name}\n`).join("");
    call.io.write("stderr", `There are pending pods in node "${name}" when an error occurred: ${why}\n${lines}`);
  }
}
