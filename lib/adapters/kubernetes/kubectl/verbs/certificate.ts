import "server-only";
import { changeFlags, changePrinter } from "../changes";
import { CommandFailure } from "../failure";
import { type FlagTable, parseFlags } from "../flags";
import { splitSubcommand } from "../global-flags";
import type { Invocation } from "../invocation";
import { listAt, textAt } from "../objects";
import { resourcePath } from "../resources";
import { forEachTarget } from "../selection";
import type { Target } from "../target";

const { "dry-run": _dryRun, "field-manager": _manager, ...printFlags } = changeFlags;
const flagTable: FlagTable = {
  ...printFlags,
  filename: { kind: "list", short: "f" },
  force: { kind: "switch" },
  kustomize: { kind: "value", short: "k" },
  recursive: { kind: "switch", short: "R" },
};

type Verdict = { readonly type: "Approved" | "Denied"; readonly reason: string; readonly message: string };
const verdicts: ReadonlyMap<string, Verdict> = new Map([
  [
    "approve",
    {
      type: "Approved",
      reason: "KubectlApprove",
      message: "This CSR was approved by kubectl certificate approve.",
    },
  ],
  ["deny", { type: "Denied", reason: "KubectlDeny", message: "This CSR was denied by kubectl certificate deny." }],
]);

/** kubectl certificate approve / deny. */
export async function certificate(argv: readonly string[], call: Invocation): Promise<number> {
  const { name, args } = splitSubcommand(argv);
  const verdict = verdicts.get(name);
  if (!verdict) {
    throw new CommandFailure("error: say what to do: kubectl certificate approve, or kubectl certificate deny");
  }
  const flags = parseFlags(args, flagTable, `certificate ${name}`);
  if (flags.words.length === 0 && flags.all("filename").length === 0) {
    throw new CommandFailure("error: one or more CSRs must be specified as <name> or -f <filename>");
  }
  const print = changePrinter(call, flags, { dryRun: "none" });
  const words = flags.words.map((word) => (word.includes("/") ? word : `certificatesigningrequest/${word}`));
  await forEachTarget(call, { flags, words }, async (target) => {
    await judge(call, target, { verdict, isForced: flags.has("force") });
    print(target, target.object, verdict.type.toLowerCase());
  });
  return 0;
}

async function judge(
  call: Invocation,
  target: Target,
  { verdict, isForced }: { readonly verdict: Verdict; readonly isForced: boolean },
): Promise<void> {
  const { type, name, object } = target;
  const conditions = listAt(object, "status", "conditions");
  const opposite = conditions.find((condition) => /^(?:Approved|Denied)$/.test(textAt(condition, "type")));
  const found = textAt(opposite, "type");
  if (found !== "" && found !== verdict.type) {
    throw new CommandFailure(`error: certificate signing request ${JSON.stringify(name)} is already ${found}`);
  }
  if (found !== "" && !isForced) {
    return;
  }
  call.check({ namespace: null, risk: "change", description: `${verdict.type.toLowerCase()} ${type.plural}/${name}` });
  const at = call.now().toISOString().replace(/\.\d+/, "");
  const condition = { ...verdict, status: "True", lastUpdateTime: at };
  const body = { ...object, status: { ...statusOf(object), conditions: [...conditions, condition] } };
  await call.ask({ method: "PUT", path: `${resourcePath(type, null, name)}/approval?fieldManager=kubectl`, body });
}

function statusOf(object: Target["object"]): object {
  return Object(object?.["status"]);
}
