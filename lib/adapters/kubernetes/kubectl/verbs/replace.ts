import "server-only";
import { changeFlags, changePrinter, changeQuery, dryRunOf, riskUnder } from "../changes";
import { CommandFailure, throwAll } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import { goJson } from "../go/values";
import type { Invocation } from "../invocation";
import { withLastApplied } from "../last-applied";
import { readManifests } from "../manifests";
import { type KubeObject, textAt } from "../objects";
import { resourcePath } from "../resources";
import { keeping } from "../selection";
import type { Target } from "../target";
import { post } from "./create/post";
import { deleteForReplacement } from "./delete";

const flagTable: FlagTable = {
  ...changeFlags,
  cascade: { kind: "value" },
  filename: { kind: "list", short: "f" },
  force: { kind: "switch" },
  "grace-period": { kind: "int" },
  kustomize: { kind: "value", short: "k" },
  raw: { kind: "value" },
  recursive: { kind: "switch", short: "R" },
  "save-config": { kind: "switch" },
  subresource: { kind: "value" },
  timeout: { kind: "duration" },
  validate: { kind: "tristate" },
  wait: { kind: "switch" },
};

/** kubectl replace -f -: the whole object as the manifest says it; with --force, made anew. */
export async function replace(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "replace");
  if (flags.all("filename").length === 0 && !flags.has("kustomize")) {
    throw new CommandFailure("error: must specify one of -f and -k");
  }
  if ((flags.get("raw") ?? "") !== "" || (flags.get("subresource") ?? "") !== "") {
    throw new CommandFailure(
      "error: replace with --raw or --subresource does not run from here: copy it and run it by hand",
    );
  }
  const isForced = flags.has("force");
  if (isForced && dryRunOf(flags) !== "none") {
    throw new CommandFailure("error: --dry-run can not be used when --force is set");
  }
  const print = changePrinter(call, flags, { dryRun: dryRunOf(flags) });
  const failures: CommandFailure[] = [];
  const targets = await readManifests(call, flags, failures);
  if (isForced) {
    throwAll(failures);
    await deleteForReplacement(call, targets, flags);
  }
  const put = isForced ? remade : replaced;
  for (const target of targets) {
    await keeping(failures, async () => print(target, await put(call, flags, target), "replaced"));
  }
  throwAll(failures);
  return 0;
}

function remade(call: Invocation, flags: Flags, target: Target): Promise<unknown> {
  const object = target.object && withoutServersParts(target.object);
  const saved = flags.has("save-config") && object ? withLastApplied(object) : object;
  const query = changeQuery(flags, "kubectl-replace", "none");
  return post(call, { ...target, object: saved }, { query, risk: "destructive" });
}

/** `get -o yaml | replace --force -f -`: an object that is made has no version yet. */
function withoutServersParts(object: KubeObject): KubeObject {
  const { resourceVersion: _version, ...metadata } = object.metadata;
  return { ...object, metadata };
}

async function replaced(call: Invocation, flags: Flags, target: Target): Promise<unknown> {
  const { type, namespace, name, source } = target;
  const dryRun = dryRunOf(flags);
  const object = flags.has("save-config") && target.object ? withLastApplied(target.object) : target.object;
  if (dryRun === "client") {
    return object;
  }
  call.check({ namespace, risk: riskUnder(dryRun, "destructive"), description: `replace ${type.plural}/${name}` });
  const path = resourcePath(type, namespace, name);
  const from = { doing: "replacing", source };
  const body = goJson(object && (await atVersion(call, { object, path })));
  const query = `${changeQuery(flags, "kubectl-replace", dryRun)}&fieldValidation=Strict`;
  return (await call.ask({ method: "PUT", path: `${path}${query}`, body }, from)).body;
}

type Versioning = { readonly object: KubeObject; readonly path: string };

/** A manifest without a version replaces whatever there is now; where that cannot be seen, the server decides. */
async function atVersion(call: Invocation, { object, path }: Versioning): Promise<KubeObject> {
  if (object.metadata.resourceVersion !== undefined) {
    return object;
  }
  const reply = await call.connection.request({ path, signal: call.io.signal });
  if (reply.status !== 200) {
    return object;
  }
  const resourceVersion = textAt(reply.body, "metadata", "resourceVersion");
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}
