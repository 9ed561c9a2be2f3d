import "server-only";
import { CommandFailure } from "../failure";
import { splitSubcommand } from "../global-flags";
import type { Invocation } from "../invocation";
import { topNodes } from "./top/nodes";
import { topPods } from "./top/pods";

/** kubectl top pods / nodes, from metrics.k8s.io. */
export async function top(argv: readonly string[], call: Invocation): Promise<number> {
  const { name, args } = splitSubcommand(argv);
  switch (name) {
    case "pod":
    case "pods":
    case "po":
      return topPods(args, call);
    case "node":
    case "nodes":
    case "no":
      return topNodes(args, call);
    case "":
      throw new CommandFailure("error: say what to show: kubectl top pods, or kubectl top nodes");
    default:
      throw new CommandFailure(
        `error: unknown command ${JSON.stringify(name)}\nSee 'kubectl top -h' for help and examples`,
      );
  }
}
