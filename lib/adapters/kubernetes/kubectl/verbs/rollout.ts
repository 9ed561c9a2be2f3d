import "server-only";
import { CommandFailure } from "../failure";
import type { Invocation } from "../invocation";
import { rolloutHistory } from "./rollout/history";
import { rolloutPause, rolloutRestart, rolloutResume } from "./rollout/restart";
import { rolloutStatus } from "./rollout/status";
import { rolloutUndo } from "./rollout/undo";

const acts: ReadonlyMap<string, (argv: readonly string[], call: Invocation) => Promise<number>> = new Map([
  ["history", rolloutHistory],
  ["pause", rolloutPause],
  ["restart", rolloutRestart],
  ["resume", rolloutResume],
  ["status", rolloutStatus],
  ["undo", rolloutUndo],
]);

/** kubectl rollout restart / status / undo / history / pause / resume. */
export async function rollout(argv: readonly string[], call: Invocation): Promise<number> {
  const [what = "", ...rest] = argv;
  const act = acts.get(what);
  if (act) {
    return act(rest, call);
  }
  throw new CommandFailure(
    what === ""
      ? `error: say what to do with the rollout: ${[...acts.keys()].join(", ")}`
      : `error: unknown command "${what}"\nSee 'kubectl rollout -h' for help and examples`,
  );
}
