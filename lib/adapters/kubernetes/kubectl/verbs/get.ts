import "server-only";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import { printObjects } from "../get/print-objects";
import { printTables } from "../get/print-tables";
import { watch } from "../get/watch";
import type { Invocation } from "../invocation";
import { selectionsOfFiles } from "../manifests";
import { readOutput } from "../output/formats";
import { type ResourceSelection, resolveSelections } from "../resources";

const flagTable: FlagTable = {
  output: { kind: "value", short: "o" },
  template: { kind: "value" },
  selector: { kind: "value", short: "l" },
  filename: { kind: "list", short: "f" },
  recursive: { kind: "switch", short: "R" },
  "all-namespaces": { kind: "switch", short: "A" },
  "field-selector": { kind: "value" },
  "sort-by": { kind: "value" },
  "no-headers": { kind: "switch" },
  "show-labels": { kind: "switch" },
  "show-kind": { kind: "switch" },
  "show-managed-fields": { kind: "switch" },
  "label-columns": { kind: "list", short: "L" },
  "ignore-not-found": { kind: "switch" },
  "chunk-size": { kind: "int" },
  "server-print": { kind: "switch" },
  "allow-missing-template-keys": { kind: "switch" },
  subresource: { kind: "value" },
  raw: { kind: "value" },
  watch: { kind: "switch", short: "w" },
  "watch-only": { kind: "switch" },
  "output-watch-events": { kind: "switch" },
};

/** kubectl get: tables made by the server, or the objects in one of the output formats. */
export async function get(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "get");
  const raw = flags.get("raw");
  if (raw !== undefined) {
    call.check({ namespace: null, risk: "read", description: `get ${raw}` });
    call.out((await call.ask({ path: raw, accept: "*/*" })).text);
    return 0;
  }
  const output = await readOutput(flags, call);
  const selections = await selected(flags, call);
  checkNames(selections, flags);
  if (flags.has("watch") || flags.has("watch-only")) {
    return watch(selections, { flags, output }, call);
  }
  return output === null || output.name === "wide"
    ? printTables(selections, flags, call)
    : printObjects(selections, { flags, output }, call);
}

async function selected(flags: Flags, call: Invocation): Promise<readonly ResourceSelection[]> {
  if (flags.get("filename") !== undefined) {
    return selectionsOfFiles(call, flags);
  }
  if (flags.words.length === 0) {
    throw new CommandFailure(
      `You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples`,
    );
  }
  return resolveSelections(call, flags.words);
}

function checkNames(selections: readonly ResourceSelection[], flags: Flags): void {
  const isNamed = selections.some(({ names }) => names.length > 0);
  if (isNamed && (flags.get("selector") ?? "") !== "") {
    throw new CommandFailure("error: name cannot be provided when a selector is specified");
  }
  if (selections.some(({ type, names }) => names.length > 0 && type.isNamespaced) && flags.has("all-namespaces")) {
    throw new CommandFailure("error: a resource cannot be retrieved by name across all namespaces");
  }
  if (!isNamed && (flags.get("subresource") ?? "") !== "") {
    throw new CommandFailure("error: subresource cannot be used when bulk resources are specified");
  }
}
