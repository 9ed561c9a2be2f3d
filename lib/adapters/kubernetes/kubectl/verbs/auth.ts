import "server-only";
import { CommandFailure } from "../failure";
import { splitSubcommand } from "../global-flags";
import type { Invocation } from "../invocation";
import { canI } from "./auth/can-i";
import { whoAmI } from "./auth/who-am-i";

/** kubectl auth can-i / whoami: what this run's identity may do, and who it is. */
export async function auth(argv: readonly string[], call: Invocation): Promise<number> {
  const { name, args } = splitSubcommand(argv);
  switch (name) {
    case "can-i":
      return canI(args, call);
    case "whoami":
      return whoAmI(args, call);
    case "reconcile":
      throw new CommandFailure("error: kubectl auth reconcile does not run from here: copy it and run it by hand");
    case "":
      throw new CommandFailure("error: say what to look at: kubectl auth can-i, or kubectl auth whoami");
    default:
      throw new CommandFailure(
        `error: unknown command ${JSON.stringify(name)}\nSee 'kubectl auth -h' for help and examples`,
      );
  }
}
