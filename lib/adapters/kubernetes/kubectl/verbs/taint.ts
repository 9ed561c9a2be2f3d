import "server-only";
import { changeFlags, changePrinter, changeQuery, dryRunOf, riskUnder } from "../changes";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { listAt, textAt } from "../objects";
import { replacedAt } from "../pod-spec";
import { resolveType, resourcePath } from "../resources";
import { forEachTarget } from "../selection";
import { readTaints, reorganised, type TaintChange } from "./taint/taints";

const flagTable: FlagTable = {
  ...changeFlags,
  all: { kind: "switch" },
  overwrite: { kind: "switch" },
  selector: { kind: "value", short: "l" },
  validate: { kind: "tristate" },
};

/** kubectl taint: adds, changes and removes taints of nodes. */
export async function taint(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "taint");
  const dryRun = dryRunOf(flags);
  const { resources, change } = readWords(flags.words);
  await validate(call, flags, { resources, change });
  const endsPods = change.add.some(({ effect }) => effect === "NoExecute");
  const print = changePrinter(call, flags, { dryRun: "none", isTyped: true });
  const names = flags.has("all") || (flags.get("selector") ?? "") !== "" ? [] : resources.slice(1);
  await forEachTarget(call, { flags, words: ["nodes", ...names] }, async (target) => {
    const { type, name, object } = target;
    const present = listAt(object, "spec", "taints");
    const { taints, operation } = reorganised(present, change, { name, isOverwriting: flags.has("overwrite") });
    if (dryRun === "client") {
      print(target, replacedAt(object, ["spec", "taints"], taints), operation);
      return;
    }
    call.check({
      namespace: null,
      risk: riskUnder(dryRun, endsPods ? "destructive" : "change"),
      description: `taint nodes/${name}`,
    });
    const reply = await call.ask({
      method: "PATCH",
      path: resourcePath(type, null, name) + changeQuery(flags, "kubectl-taint", dryRun),
      body: { spec: { taints: taints.length > 0 ? taints : null } },
      contentType: "application/strategic-merge-patch+json",
    });
    print(target, reply.body, operation);
  });
  return 0;
}

function readWords(words: readonly string[]): { readonly resources: readonly string[]; readonly change: TaintChange } {
  const isTaint = (word: string) => /[=:]/.test(word) || word.endsWith("-");
  const first = words.findIndex(isTaint);
  const at = first === -1 ? words.length : first;
  const late = words.slice(at).find((word) => !isTaint(word));
  if (late !== undefined) {
    throw new CommandFailure(`error: all resources must be specified before taint changes: ${late}`);
  }
  if (at === 0) {
    throw new CommandFailure("error: one or more resources must be specified as <resource> <name>");
  }
  if (at === words.length) {
    throw new CommandFailure("error: at least one taint update is required");
  }
  return { resources: words.slice(0, at), change: readTaints(words.slice(at)) };
}

async function validate(
  call: Invocation,
  flags: Flags,
  { resources, change }: { readonly resources: readonly string[]; readonly change: TaintChange },
): Promise<void> {
  const word = (resources[0] ?? "").toLowerCase();
  const type = await resolveType(call, word);
  if (type.kind !== "Node") {
    throw new CommandFailure(`error: invalid resource type ${word}, only node types are supported`);
  }
  const both = change.add.flatMap((added) =>
    change.remove.filter(
      (removed) => textAt(removed, "key") === added.key && (removed.effect === "" || removed.effect === added.effect),
    ),
  );
  if (both.length > 0) {
    const said = both.map(({ key, effect }) => `${key}=${effect}`).join(", ");
    throw new CommandFailure(
      `error: can not both modify and remove the following taint(s) in the same command: ${said}`,
    );
  }
  const selector = flags.get("selector") ?? "";
  if (flags.has("all") && selector !== "") {
    throw new CommandFailure("error: setting 'all' parameter with a non empty selector is prohibited");
  }
  if (!flags.has("all") && selector === "" && resources.length < 2) {
    throw new CommandFailure("error: at least one resource name must be specified since 'all' parameter is not set");
  }
}
