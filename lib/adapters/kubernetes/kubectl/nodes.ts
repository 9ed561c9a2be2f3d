import "server-only";
import { type DryRun, dryRunNote, riskUnder } from "./changes";
import { CommandFailure } from "./failure";
import type { Flags } from "./flags";
import type { Invocation } from "./invocation";
import { type KubeObject, member, textAt } from "./objects";
import { resourcePath } from "./resources";
import { selectTargets } from "./selection";
import type { Target } from "./target";

/** The nodes that words or a selector name. A word is a node's name, or `node/name`. */
export async function chosenNodes(call: Invocation, flags: Flags, usage: string): Promise<readonly Target[]> {
  const { words } = flags;
  const selector = flags.get("selector");
  const verb = usage.split(" ")[0] ?? "";
  if (words.length === 0 && selector === undefined) {
    throw new CommandFailure(`error: USAGE: ${usage} [flags]\nSee 'kubectl ${verb} -h' for help and examples`);
  }
  if (words.length > 0 && selector !== undefined && selector !== "") {
    throw new CommandFailure(
      `error: error: cannot specify both a node name and a --selector option\nSee 'kubectl ${verb} -h' for help and examples`,
    );
  }
  if (words.length === 0) {
    return selectTargets(call, { flags, words: ["nodes"] });
  }
  const pairs = words.map((word) => (word.includes("/") ? word : `nodes/${word}`));
  const targets = await selectTargets(call, { flags, words: pairs });
  const other = targets.find(({ type }) => type.plural !== "nodes");
  if (other) {
    const { group, version, plural } = other.type;
    throw new CommandFailure(`error: expected resource of type node, got "${group}/${version}, Resource=${plural}"`);
  }
  return targets;
}

/** Marks nodes as unschedulable, or takes the mark away, and says so. */
export async function setCordons(
  call: Invocation,
  nodes: readonly Target[],
  { isCordoned, dryRun }: { readonly isCordoned: boolean; readonly dryRun: DryRun },
): Promise<void> {
  const word = isCordoned ? "cordon" : "uncordon";
  for (const node of nodes) {
    if ((member(node.object, "spec", "unschedulable") === true) === isCordoned) {
      say(call, node, `already ${word}ed${dryRunNote(dryRun)}`);
      continue;
    }
    if (dryRun === "client" || (await patched(call, node, { word, isCordoned, dryRun }))) {
      say(call, node, `${word}ed${dryRunNote(dryRun)}`);
    }
  }
}

async function patched(
  call: Invocation,
  { type, name }: Target,
  { word, isCordoned, dryRun }: { readonly word: string; readonly isCordoned: boolean; readonly dryRun: DryRun },
): Promise<boolean> {
  call.check({ namespace: null, risk: riskUnder(dryRun, "change"), description: `${word} nodes/${name}` });
  const query = dryRun === "server" ? "?fieldManager=kubectl&dryRun=All" : "?fieldManager=kubectl";
  const reply = await call.connection.request({
    method: "PATCH",
    path: resourcePath(type, null, name) + query,
    body: { spec: { unschedulable: isCordoned ? true : null } },
    contentType: "application/strategic-merge-patch+json",
    signal: call.io.signal,
  });
  if (reply.status !== 200) {
    const why = textAt(reply.body, "message") || reply.text.trim();
    call.io.write("stderr", `error: unable to ${word} node "${name}": ${why}\n`);
  }
  return reply.status === 200;
}

function say(call: Invocation, { name }: Target, operation: string): void {
  call.out(`node/${name} ${operation}\n`);
}

/** The controller that owns a pod; undefined when it stands alone. */
export function controllerOf(pod: KubeObject) {
  return pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
}
