import "server-only";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { changeFlags, changePrinter, changeQuery, dryRunOf, riskUnder } from "../changes";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { noteCause } from "../note-cause";
import { changeCause, recordFlag } from "../record";
import { resourcePath } from "../resources";
import { forEachTarget, selectionFlags } from "../selection";
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
  if (dryRun === "client") {
    throw new CommandFailure("error: --dry-run=client of a patch is not done from here: use --dry-run=server");
  }
  const body = patchBody(text);
  const print = changePrinter(call, flags, { dryRun: "none" });
  const subresource = flags.get("subresource") ?? "";
  const cause = changeCause(call, flagTable);
  const act = async (target: Target) => {
    const { type, name, namespace } = target;
    const path = resourcePath(type, namespace, name) + (subresource === "" ? "" : `/${subresource}`);
    const before = subresource === "" ? target.object : (await call.ask({ path })).body;
    call.check({ namespace, risk: riskUnder(dryRun, "change"), description: `patch ${type.plural}/${name}` });
    const query = changeQuery(flags, "kubectl-patch", dryRun);
    const { body: after } = await call.ask({ method: "PATCH", path: path + query, body, contentType });
    const noted = dryRun === "none" ? await noteCause(call, target, { cause, manager: "kubectl-patch" }) : null;
    print(target, noted ?? after, isDeepStrictEqual(plain(before), plain(after)) ? "patched (no change)" : "patched");
  };
  if ((await forEachTarget(call, { flags, words: flags.words }, act)) === 0) {
    throw new CommandFailure("error: no objects passed to patch");
  }
  return 0;
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
