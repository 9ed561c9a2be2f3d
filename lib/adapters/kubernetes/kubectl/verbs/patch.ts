import "server-only";
import { isDeepStrictEqual } from "node:util";
import { parse, parseDocument } from "yaml";
import { changeFlags, changePrinter, changeQuery, type DryRun, dryRunOf, riskUnder } from "../changes";
import { CommandFailure, expectSuccess, plainMessage, serverFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import { isMap } from "../go/values";
import type { Invocation } from "../invocation";
import { jsonPatched } from "../json-patch";
import { patchSchemaOf } from "../merge-keys";
import { mergePatched } from "../merge-patch";
import { noteCause } from "../note-cause";
import { changeCause, recordFlag } from "../record";
import { resourcePath } from "../resources";
import { forEachTarget, selectionFlags } from "../selection";
import { strategicPatched } from "../strategic-patch";
import type { Target } from "../target";

const flagTable: FlagTable = {
  ...selectionFlags,
  ...changeFlags,
  ...recordFlag,
  patch: { kind: "value", short: "p" },
  "patch-file": { kind: "value" },
  type: { kind: "value" },
  subresource: { kind: "value" },
  local: { kind: "switch" },
};

const contentTypes: Readonly<Record<string, string>> = {
  strategic: "application/strategic-merge-patch+json",
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
};

/** kubectl patch in its three kinds. */
export async function patch(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "patch");
  const text = patchText(flags);
  const kind = flags.get("type") ?? "strategic";
  const contentType = contentTypes[kind.toLowerCase()];
  if (contentType === undefined) {
    throw new CommandFailure(`error: --type must be one of [json merge strategic], not "${kind}"`);
  }
  const dryRun = dryRunOf(flags);
  const patching = {
    flags,
    dryRun,
    kind: kind.toLowerCase(),
    contentType,
    body: patchBody(text),
    cause: changeCause(call, flagTable),
  };
  const print = changePrinter(call, flags, { dryRun: "none" });
  const act = async (target: Target) => {
    const { before, after } =
      dryRun === "client"
        ? { before: target.object, after: await locallyPatched(call, target, patching) }
        : await sendPatch(call, target, patching);
    const operation = isDeepStrictEqual(plain(before), plain(after)) ? "patched (no change)" : "patched";
    const noted = dryRun === "none" ? await noteCause(call, target, { ...patching, manager: "kubectl-patch" }) : null;
    print(target, noted ?? after, operation);
  };
  if ((await forEachTarget(call, { flags, words: flags.words }, act)) === 0) {
    throw new CommandFailure("error: no objects passed to patch");
  }
  return 0;
}

type Patching = {
  readonly flags: Flags;
  readonly dryRun: DryRun;
  /** "strategic", "merge" or "json". */
  readonly kind: string;
  readonly contentType: string;
  readonly body: unknown;
  readonly cause: string | null;
};

async function sendPatch(
  call: Invocation,
  { type, namespace, name, object }: Target,
  { flags, dryRun, contentType, body }: Patching,
): Promise<{ readonly before: unknown; readonly after: unknown }> {
  const subresource = flags.get("subresource") ?? "";
  const path = resourcePath(type, namespace, name) + (subresource === "" ? "" : `/${subresource}`);
  const before = subresource === "" ? object : (await call.ask({ path })).body;
  call.check({ namespace, risk: riskUnder(dryRun, "change"), description: `patch ${type.plural}/${name}` });
  const query = changeQuery(flags, "kubectl-patch", dryRun);
  const reply = await call.connection.request({
    method: "PATCH",
    path: path + query,
    body,
    contentType,
    signal: call.io.signal,
  });
  if (reply.status === 415) {
    const { group, version, kind } = type;
    const why = plainMessage(serverFailure(reply));
    throw new CommandFailure(`error: ${contentType} is not supported by ${group}/${version}, Kind=${kind}: ${why}`);
  }
  return { before, after: expectSuccess(reply).body };
}

/** The object as it would be, which nobody is asked about. */
async function locallyPatched(call: Invocation, { type, object }: Target, { kind, body }: Patching): Promise<unknown> {
  const patch = typeof body === "string" ? parsedJson(body, kind) : body;
  if (kind === "json") {
    return jsonPatched(object, patch);
  }
  if (kind === "merge") {
    return mergePatched(object, patch);
  }
  const schema = await patchSchemaOf(call, type);
  const isBuiltIn = !type.group.includes(".") || type.group.endsWith(".k8s.io");
  if (!schema || !isBuiltIn) {
    const gvk = `${type.group}/${type.version}, Kind=${type.kind}`;
    throw new CommandFailure(`error: strategic merge patch is not supported for ${gvk} locally, try --type merge`);
  }
  return isMap(object) && isMap(patch) ? strategicPatched(object, patch, schema) : object;
}

function parsedJson(text: string, kind: string): unknown {
  const document = parseDocument(text, { schema: "json", strict: true });
  if (document.errors.length > 0) {
    throw new CommandFailure(kind === "merge" ? "error: Invalid JSON Patch" : "error: invalid JSON document");
  }
  return document.toJS();
}

/** Without what parsing adds: members that are undefined. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function patchText(flags: Flags): string {
  const [text, file] = [flags.get("patch") ?? "", flags.get("patch-file") ?? ""];
  if (text !== "" && file !== "") {
    throw new CommandFailure("error: cannot specify --patch and --patch-file together");
  }
  if (flags.has("local")) {
    throw new CommandFailure("error: --local reads files, which a run does not have: leave it out");
  }
  if (file !== "") {
    throw new CommandFailure(`error: unable to read patch file: open ${file}: no such file or directory`);
  }
  if (text === "") {
    throw new CommandFailure("error: must specify --patch or --patch-file containing the contents of the patch");
  }
  return text;
}

/** YAML is allowed, as in kubectl. What begins like an object of JSON goes to the server as it is. */
function patchBody(text: string): unknown {
  if (text.trimStart().startsWith("{")) {
    return text;
  }
  try {
    return parse(text);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    const said = why.startsWith("Nested mappings") ? "mapping values are not allowed in this context" : why;
    throw new CommandFailure(`error: unable to parse "${text}": yaml: ${said}`);
  }
}
