import "server-only";
import { changeFlags, changePrinter, changeQuery, dryRunOf, riskUnder } from "../changes";
import { CommandFailure, throwAll } from "../failure";
import { type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { withLastApplied } from "../last-applied";
import { readManifests } from "../manifests";
import { changeCause, recordFlag, withCause } from "../record";
import { keeping } from "../selection";
import { createKind } from "./create/kinds";
import { post } from "./create/post";
import { createToken } from "./create/token";

const flagTable: FlagTable = {
  ...changeFlags,
  ...recordFlag,
  filename: { kind: "list", short: "f" },
  kustomize: { kind: "value", short: "k" },
  recursive: { kind: "switch", short: "R" },
  edit: { kind: "switch" },
  raw: { kind: "value" },
  "save-config": { kind: "switch" },
  selector: { kind: "value", short: "l" },
  validate: { kind: "tristate" },
};

/** kubectl create: from manifests, or one of the kinds that have a short form. */
export async function create(argv: readonly string[], call: Invocation): Promise<number> {
  const [word = "", ...rest] = argv;
  if (word !== "" && !word.startsWith("-")) {
    return word === "token" ? createToken(rest, call) : createKind(word, rest, call);
  }
  const flags = parseFlags(argv, flagTable, "create");
  if (flags.words.length > 0) {
    throw new CommandFailure(
      `error: Unexpected args: [${flags.words.join(" ")}]\nSee 'kubectl create -h' for help and examples`,
    );
  }
  if (flags.all("filename").length === 0 && !flags.has("kustomize")) {
    throw new CommandFailure("error: must specify one of -f and -k");
  }
  const dryRun = dryRunOf(flags);
  const print = changePrinter(call, flags, { dryRun });
  const failures: CommandFailure[] = [];
  const targets = await readManifests(call, flags, failures);
  if (targets.length === 0) {
    throwAll(failures);
    throw new CommandFailure("error: no objects passed to create");
  }
  for (const target of targets) {
    await keeping(failures, async () => {
      const plain = withCause(target.object, changeCause(call, flagTable));
      const object = flags.has("save-config") && plain ? withLastApplied(plain) : plain;
      const made =
        dryRun === "client"
          ? object
          : await post(
              call,
              { ...target, object },
              { query: changeQuery(flags, "kubectl-create", dryRun), risk: riskUnder(dryRun, "change") },
            );
      print(target, made, "created");
    });
  }
  throwAll(failures);
  return 0;
}
