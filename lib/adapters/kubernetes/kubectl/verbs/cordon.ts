import "server-only";
import { dryRunOf } from "../changes";
import { type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { chosenNodes, setCordons } from "../nodes";

const flagTable: FlagTable = {
  selector: { kind: "value", short: "l" },
  "dry-run": { kind: "tristate" },
};

/** kubectl cordon. */
export function cordon(argv: readonly string[], call: Invocation): Promise<number> {
  return mark(argv, call, true);
}

/** kubectl uncordon. */
export function uncordon(argv: readonly string[], call: Invocation): Promise<number> {
  return mark(argv, call, false);
}

async function mark(argv: readonly string[], call: Invocation, isCordoned: boolean): Promise<number> {
  const verb = isCordoned ? "cordon" : "uncordon";
  const flags = parseFlags(argv, flagTable, verb);
  const nodes = await chosenNodes(call, flags, `${verb} NODE`);
  await setCordons(call, nodes, { isCordoned, dryRun: dryRunOf(flags) });
  return 0;
}
