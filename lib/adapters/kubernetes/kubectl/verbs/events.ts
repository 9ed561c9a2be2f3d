import "server-only";
import { type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { readOutput } from "../output/formats";
import { printEvents } from "./events/print";
import { chosenEvents } from "./events/select";
import { watchEvents } from "./events/watch";

const flagTable: FlagTable = {
  "all-namespaces": { kind: "switch", short: "A" },
  "allow-missing-template-keys": { kind: "switch" },
  "chunk-size": { kind: "int" },
  for: { kind: "value" },
  "no-headers": { kind: "switch" },
  output: { kind: "value", short: "o" },
  "show-managed-fields": { kind: "switch" },
  template: { kind: "value" },
  types: { kind: "list" },
  watch: { kind: "switch", short: "w" },
};

/** kubectl events: those of a namespace or of one object, by the time they were last seen. */
export async function events(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "events");
  const choice = await chosenEvents(call, flags);
  const output = await readOutput(flags, call, "objects");
  return flags.has("watch")
    ? watchEvents(call, { flags, output, choice })
    : printEvents(call, { flags, output, choice });
}
