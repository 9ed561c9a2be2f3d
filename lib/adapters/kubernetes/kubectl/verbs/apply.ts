import "server-only";
import { changeFlags, changePrinter, changeQuery, type DryRun, dryRunOf, type Printer, riskUnder } from "../changes";
import { CommandFailure, serverFailure, throwAll } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import { goJson } from "../go/values";
import type { Invocation } from "../invocation";
import { lastApplied, withLastApplied } from "../last-applied";
import { readManifests } from "../manifests";
import { patchSchemaOf } from "../merge-keys";
import { type KubeObject, kubeObject } from "../objects";
import { changeCause, recordFlag, withCause } from "../record";
import { resourcePath } from "../resources";
import { keeping } from "../selection";
import type { Target } from "../target";
import { threeWayPatch } from "../three-way-patch";

const flagTable: FlagTable = {
  ...changeFlags,
  ...recordFlag,
  filename: { kind: "list", short: "f" },
  kustomize: { kind: "value", short: "k" },
  recursive: { kind: "switch", short: "R" },
  force: { kind: "switch" },
  "force-conflicts": { kind: "switch" },
  overwrite: { kind: "switch" },
  prune: { kind: "switch" },
  selector: { kind: "value", short: "l" },
  "server-side": { kind: "switch" },
  validate: { kind: "tristate" },
  wait: { kind: "switch" },
};

type Applying = { readonly flags: Flags; readonly dryRun: DryRun; readonly print: Printer };

/** kubectl apply -f -: makes objects as their manifests say, by a three-way merge or on the server's side. */
export async function apply(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "apply");
  validate(flags);
  const dryRun = dryRunOf(flags);
  const applying = { flags, dryRun, print: changePrinter(call, flags, { dryRun }) };
  const failures: CommandFailure[] = [];
  const targets = await readManifests(call, flags, failures);
  if (targets.length === 0) {
    throwAll(failures);
    throw new CommandFailure("error: no objects passed to apply");
  }
  const cause = changeCause(call, flagTable);
  for (const found of targets) {
    const target = { ...found, object: withCause(found.object, cause) };
    await keeping(failures, () =>
      flags.has("server-side") ? applyOnServer(call, target, applying) : applyOne(call, target, applying),
    );
  }
  throwAll(failures);
  return 0;
}

function validate(flags: Flags): void {
  const serverSide = flags.has("server-side");
  const problems = [
    flags.all("filename").length === 0 && !flags.has("kustomize") && "must specify one of -f and -k",
    flags.has("prune") && "--prune is not done from here: delete by name what is to go",
    flags.has("force") && "--force is not done from here: delete the object and apply anew",
    (flags.get("selector") ?? "") !== "" && "-l of apply is not done from here: leave it out",
    flags.has("force-conflicts") && !serverSide && "--force-conflicts only works with --server-side",
    serverSide &&
      flags.get("dry-run") === "client" &&
      "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
  ];
  const problem = problems.find((text) => text !== false);
  if (problem) {
    throw new CommandFailure(`error: ${problem}`);
  }
}

async function applyOne(call: Invocation, target: Target, applying: Applying): Promise<void> {
  const { type, namespace, name, object } = target;
  if (!object || name === "") {
    throw new CommandFailure("error: resource name may not be empty");
  }
  const path = resourcePath(type, namespace, name);
  call.check({ namespace, risk: "read", description: `get ${type.plural}/${name}` });
  const found = await call.connection.request({ path, signal: call.io.signal });
  if (found.status === 404) {
    await createOne(call, target, applying);
    return;
  }
  if (found.status !== 200) {
    throw serverFailure(found, { doing: "retrieving current configuration of", source: target.source });
  }
  await patchOne(
    call,
    { target, path, current: kubeObject.parse(found.body), wanted: withLastApplied(object) },
    applying,
  );
}

async function createOne(call: Invocation, target: Target, { flags, dryRun, print }: Applying): Promise<void> {
  const { type, namespace, name, object, source } = target;
  const body = object ? withLastApplied(object) : null;
  if (dryRun === "client") {
    print(target, body, "created");
    return;
  }
  call.check({ namespace, risk: riskUnder(dryRun, "change"), description: `create ${type.plural}/${name}` });
  const path = `${resourcePath(type, namespace)}${changeQuery(flags, "kubectl-client-side-apply", dryRun)}&fieldValidation=Strict`;
  const reply = await call.ask({ method: "POST", path, body: goJson(body) }, { doing: "creating", source });
  print(target, reply.body, "created");
}

type Change = {
  readonly target: Target;
  readonly path: string;
  readonly current: KubeObject;
  readonly wanted: KubeObject;
};

async function patchOne(
  call: Invocation,
  { target, path, current, wanted }: Change,
  { flags, dryRun, print }: Applying,
): Promise<void> {
  const { type, namespace, name, source } = target;
  const before = lastApplied(current);
  if (before === null) {
    call.io.write(
      "stderr",
      `Warning: resource ${type.plural}/${name} is missing the kubectl.kubernetes.io/last-applied-configuration annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    );
  }
  const isBuiltIn = !type.group.includes(".") || type.group.endsWith(".k8s.io");
  const schema = isBuiltIn ? await patchSchemaOf(call, type) : null;
  const body = threeWayPatch({ original: before, modified: wanted, current }, schema);
  const operation = Object.keys(body).length === 0 ? "unchanged" : "configured";
  if (dryRun === "client" || operation === "unchanged") {
    print(target, current, operation);
    return;
  }
  call.check({ namespace, risk: riskUnder(dryRun, "change"), description: `patch ${type.plural}/${name}` });
  const reply = await call.connection.request({
    method: "PATCH",
    path: `${path}${changeQuery(flags, "kubectl-client-side-apply", dryRun)}&fieldValidation=Strict`,
    body: goJson(body),
    contentType: `application/${schema ? "strategic-merge-patch" : "merge-patch"}+json`,
    signal: call.io.signal,
  });
  if (reply.status !== 200) {
    const { group, version, plural, kind } = type;
    const about = `Resource: "${group}/${version}, Resource=${plural}", GroupVersionKind: "${group}/${version}, Kind=${kind}"`;
    const doing = `applying patch:\n${goJson(body)}\nto:\n${about}\nName: "${name}", Namespace: "${namespace ?? ""}"\nfor:`;
    throw serverFailure(reply, { doing, source, within: "patching" });
  }
  print(target, reply.body, operation);
}

async function applyOnServer(call: Invocation, target: Target, { flags, dryRun, print }: Applying): Promise<void> {
  const { type, namespace, name, object } = target;
  call.check({ namespace, risk: riskUnder(dryRun, "change"), description: `apply ${type.plural}/${name}` });
  const query = `${changeQuery(flags, "kubectl", dryRun)}&fieldValidation=Strict&force=${flags.has("force-conflicts")}`;
  const reply = await call.ask({
    method: "PATCH",
    path: resourcePath(type, namespace, name) + query,
    body: goJson(object),
    contentType: "application/apply-patch+yaml",
  });
  print(target, reply.body, "serverside-applied");
}
