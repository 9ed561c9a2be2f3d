import "server-only";
import { CommandFailure } from "../../failure";
import { type FlagTable, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { textAt } from "../../objects";
import { alignColumns } from "../../table";

const flagTable: FlagTable = { "no-headers": { kind: "switch" }, output: { kind: "value", short: "o" } };
const HEADER = ["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"];

/** kubectl config get-contexts: all of them, or the named ones. */
export function getContexts(argv: readonly string[], call: Invocation): number {
  const flags = parseFlags(argv, flagTable, "config get-contexts");
  const output = flags.get("output") ?? "";
  if (output !== "" && output !== "name") {
    throw new CommandFailure(
      `error: --output ${output} is not available in kubectl config get-contexts; resetting to default output format`,
    );
  }
  const { contexts, currentContext } = call.connection.entries;
  const shown = contexts.filter(({ name }) => flags.words.length === 0 || flags.words.includes(name));
  if (output === "name") {
    call.out(shown.map(({ name }) => `${name}\n`).join(""));
  } else {
    const rows = shown.map(({ name, context }) => [
      name === currentContext ? "*" : "",
      name,
      textAt(context, "cluster"),
      textAt(context, "user"),
      textAt(context, "namespace"),
    ]);
    call.out(alignColumns(flags.has("no-headers") ? rows : [HEADER, ...rows]));
  }
  const missing = flags.words.filter((word) => !contexts.some(({ name }) => name === word));
  if (missing.length > 0) {
    throw new CommandFailure(`error: ${missing.map((name) => `context ${name} not found`).join("\n")}`);
  }
  return 0;
}
