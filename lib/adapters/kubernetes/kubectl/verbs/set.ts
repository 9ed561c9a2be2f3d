import "server-only";
import { CommandFailure } from "../failure";
import { type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { type KubeObject, kubeObject, listAt, textAt } from "../objects";
import { displayName, type ResourceType, resolveSelections, resourcePath } from "../resources";

const shared: FlagTable = { containers: { kind: "value", short: "c" }, "dry-run": { kind: "value" } };
const envFlags: FlagTable = {
  ...shared,
  list: { kind: "switch" },
  overwrite: { kind: "switch" },
  env: { kind: "list", short: "e" },
};
const resourceFlags: FlagTable = { ...shared, limits: { kind: "value" }, requests: { kind: "value" } };

type Target = { readonly type: ResourceType; readonly object: KubeObject; readonly containers: readonly string[] };
type Change = { readonly name: string } & Readonly<Record<string, unknown>>;

/** kubectl set env / resources / image, by a strategic patch of the containers. */
export async function set(argv: readonly string[], call: Invocation): Promise<number> {
  const [what, ...rest] = argv;
  switch (what) {
    case "env":
      return setEnv(rest, call);
    case "resources":
      return setResources(rest, call);
    case "image":
      return setImage(rest, call);
    default:
      throw new CommandFailure(
        `error: kubectl set ${what ?? ""} is not one of the commands that run from here (env, image, resources): copy it and run it by hand`,
      );
  }
}

const pairPattern = /^[A-Za-z_.-][\w.-]*=/s;

async function setEnv(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, envFlags, "set env");
  const pairs = [...flags.words.filter((word) => pairPattern.test(word)), ...flags.all("env")];
  const removed = flags.words.filter((word) => /^[A-Za-z_][\w.-]*-$/.test(word));
  const selected = flags.words.filter((word) => !pairs.includes(word) && !removed.includes(word));
  const targets = await targetsOf(selected, flags.get("containers"), call);
  if (flags.has("list")) {
    listEnv(targets, call);
    return 0;
  }
  if (pairs.length === 0 && removed.length === 0) {
    throw new CommandFailure("error: at least one environment variable must be provided");
  }
  const env = [
    ...pairs.map((pair) => ({ name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1) })),
    ...removed.map((word) => ({ name: word.slice(0, -1), $patch: "delete" })),
  ];
  return changeContainers(targets, { word: "env", change: (name) => ({ name, env }) }, call);
}

function listEnv(targets: readonly Target[], call: Invocation): void {
  for (const { type, object, containers } of targets) {
    for (const container of listAt(object, "spec", "template", "spec", "containers")) {
      const name = textAt(container, "name");
      if (containers.includes(name)) {
        const lines = listAt(container, "env").map((entry) => `${textAt(entry, "name")}=${textAt(entry, "value")}\n`);
        call.out(`# ${type.kind} ${object.metadata.name}, container ${name}\n${lines.join("")}`);
      }
    }
  }
}

async function setResources(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, resourceFlags, "set resources");
  const [limits, requests] = [quantities(flags.get("limits")), quantities(flags.get("requests"))];
  if (!limits && !requests) {
    throw new CommandFailure(
      "error: you must specify an update to requests or limits (in the form of --requests/--limits)",
    );
  }
  const resources = { ...(limits && { limits }), ...(requests && { requests }) };
  const targets = await targetsOf(flags.words, flags.get("containers"), call);
  return changeContainers(targets, { word: "resource requirements", change: (name) => ({ name, resources }) }, call);
}

function quantities(text: string | undefined): Readonly<Record<string, string>> | null {
  if (text === undefined) {
    return null;
  }
  return Object.fromEntries(
    text.split(",").map((pair) => {
      const [name, value] = pair.split("=");
      if (!name || !value) {
        throw new CommandFailure(`error: Invalid argument syntax ${pair}, expected <resource>=<value>`);
      }
      return [name, value];
    }),
  );
}

async function setImage(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, shared, "set image");
  const pairs = new Map(
    flags.words
      .filter((word) => word.includes("="))
      .map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
  );
  const targets = await targetsOf(
    flags.words.filter((word) => !word.includes("=")),
    undefined,
    call,
  );
  const named = targets.map((target) => ({
    ...target,
    containers: target.containers.filter((name) => pairs.has(name) || pairs.has("*")),
  }));
  for (const name of pairs.keys()) {
    if (name !== "*" && !targets.some((target) => target.containers.includes(name))) {
      throw new CommandFailure(`error: unable to find container named "${name}"`);
    }
  }
  return changeContainers(
    named,
    { word: "image", change: (name) => ({ name, image: pairs.get(name) ?? pairs.get("*") }) },
    call,
  );
}

async function targetsOf(
  words: readonly string[],
  wanted: string | undefined,
  call: Invocation,
): Promise<readonly Target[]> {
  if (words.length === 0) {
    throw new CommandFailure(
      "error: one or more resources must be specified as <resource> <name> or <resource>/<name>",
    );
  }
  const named = (await resolveSelections(call, words)).flatMap(({ type, names }) =>
    names.map((name) => ({ type, name })),
  );
  const targets: Target[] = [];
  for (const { type, name } of named) {
    call.check({ namespace: call.namespace, risk: "read", description: `get ${type.plural}/${name}` });
    const object = kubeObject.parse((await call.ask({ path: resourcePath(type, call.namespace, name) })).body);
    const containers = containersLike(object, wanted ?? "*");
    if (containers.length === 0) {
      call.io.write("stderr", `warning: ${type.plural}/${name} does not have any containers matching "${wanted}"\n`);
    }
    targets.push({ type, object, containers });
  }
  return targets;
}

/** Names of a template's containers that match a pattern with `*`. */
function containersLike(object: KubeObject, wanted: string): readonly string[] {
  const pattern = new RegExp(`^${wanted.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replaceAll("*", ".*")}$`);
  return listAt(object, "spec", "template", "spec", "containers")
    .map((container) => textAt(container, "name"))
    .filter((container) => pattern.test(container));
}

async function changeContainers(
  targets: readonly Target[],
  edit: { readonly word: string; readonly change: (container: string) => Change },
  call: Invocation,
): Promise<number> {
  for (const { type, object, containers } of targets) {
    const { name } = object.metadata;
    if (containers.length === 0) {
      continue;
    }
    call.check({
      namespace: call.namespace,
      risk: "change",
      description: `set ${edit.word} of ${type.plural}/${name}`,
    });
    const body = { spec: { template: { spec: { containers: containers.map(edit.change) } } } };
    const path = `${resourcePath(type, call.namespace, name)}?fieldManager=kubectl-set`;
    const reply = await call.ask({
      method: "PATCH",
      path,
      body,
      contentType: "application/strategic-merge-patch+json",
    });
    // kubectl says nothing when nothing changed.
    if (textAt(reply.body, "metadata", "resourceVersion") !== object.metadata.resourceVersion) {
      call.out(`${displayName(type, name)} ${edit.word} updated\n`);
    }
  }
  return 0;
}
