import "server-only";
import { CommandFailure } from "../failure";
import { type FlagTable, parseFlags } from "../flags";
import { splitSubcommand } from "../global-flags";
import type { Invocation } from "../invocation";
import { getContexts } from "./config/contexts";
import { viewConfig } from "./config/view";

const noFlags: FlagTable = {};
const changing = new Set([
  "delete-cluster",
  "delete-context",
  "delete-user",
  "rename-context",
  "set",
  "set-cluster",
  "set-context",
  "set-credentials",
  "unset",
  "use",
  "use-context",
]);

/** kubectl config, as far as it looks: the file itself is the operator's. */
export async function config(argv: readonly string[], call: Invocation): Promise<number> {
  const { name, args } = splitSubcommand(argv);
  const { entries } = call.connection;
  switch (name) {
    case "current-context":
      parseFlags(args, noFlags, "config current-context");
      if (entries.currentContext === "") {
        throw new CommandFailure("error: current-context is not set");
      }
      call.out(`${entries.currentContext}\n`);
      return 0;
    case "get-clusters":
      return printNames(call, args, { verb: name, names: entries.clusters.map((entry) => entry.name) });
    case "get-users":
      return printNames(call, args, { verb: name, names: entries.users.map((entry) => entry.name) });
    case "get-contexts":
      return getContexts(args, call);
    case "view":
      return viewConfig(args, call);
    default:
      throw otherVerb(name);
  }
}

function printNames(
  call: Invocation,
  argv: readonly string[],
  { verb, names }: { readonly verb: string; readonly names: readonly string[] },
): number {
  parseFlags(argv, noFlags, `config ${verb}`);
  call.out(["NAME", ...names].map((line) => `${line}\n`).join(""));
  return 0;
}

function otherVerb(name: string): CommandFailure {
  if (changing.has(name)) {
    return new CommandFailure(
      `headroom: refused: kubectl config ${name} would change the kubeconfig for everyone: say --context and -n in the command itself`,
      126,
    );
  }
  return new CommandFailure(
    name === ""
      ? "error: say what to show: current-context, get-clusters, get-contexts, get-users or view"
      : `error: unknown command ${JSON.stringify(name)}\nSee 'kubectl config -h' for help and examples`,
  );
}
