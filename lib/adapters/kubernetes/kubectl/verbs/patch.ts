import "server-only";
import { parse } from "yaml";
import { CommandFailure } from "../failure";
import { type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { displayName, type ResourceType, resolveSelections, resourcePath } from "../resources";

const flagTable: FlagTable = {
  patch: { kind: "value", short: "p" },
  type: { kind: "value" },
  "dry-run": { kind: "value" },
  subresource: { kind: "value" },
};

const contentTypes: Readonly<Record<string, string>> = {
  strategic: "application/strategic-merge-patch+json",
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
};

/** kubectl patch in its three kinds. */
export async function patch(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "patch");
  const text = flags.get("patch");
  if (text === undefined || text === "") {
    throw new CommandFailure("error: must specify --patch or --patch-file containing the contents of the patch");
  }
  const kind = flags.get("type") ?? "strategic";
  const contentType = contentTypes[kind];
  if (contentType === undefined) {
    throw new CommandFailure(`error: --type must be one of [json merge strategic], not "${kind}"`);
  }
  const change = { body: patchBody(text), contentType, isDryRun: flags.get("dry-run") === "server" };
  for (const { type, names } of await resolveSelections(call, flags.words)) {
    if (names.length === 0) {
      throw new CommandFailure("error: resource(s) were provided, but no name was specified");
    }
    for (const name of names) {
      await patchOne(call, { type, name, ...change });
    }
  }
  return 0;
}

type Patching = {
  readonly type: ResourceType;
  readonly name: string;
  readonly body: unknown;
  readonly contentType: string;
  readonly isDryRun: boolean;
};

async function patchOne(call: Invocation, { type, name, body, contentType, isDryRun }: Patching): Promise<void> {
  const path = resourcePath(type, call.namespace, name);
  const namespace = type.isNamespaced ? call.namespace : null;
  call.check({ namespace, risk: "change", description: `patch ${type.plural}/${name}` });
  const before = await call.ask({ path });
  const query = isDryRun ? "fieldManager=kubectl-patch&dryRun=All" : "fieldManager=kubectl-patch";
  const after = await call.ask({ method: "PATCH", path: `${path}?${query}`, body, contentType });
  const note = `${before.text === after.text ? " (no change)" : ""}${isDryRun ? " (server dry run)" : ""}`;
  call.out(`${displayName(type, name)} patched${note}\n`);
}

/** YAML is allowed, as in kubectl; JSON is YAML. */
function patchBody(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new CommandFailure(
      `error: unable to parse "${text}": ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
