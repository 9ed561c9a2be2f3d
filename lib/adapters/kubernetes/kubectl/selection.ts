import "server-only";
import { CommandFailure, throwAll } from "./failure";
import type { Flags, FlagTable } from "./flags";
import type { Invocation } from "./invocation";
import { readManifests } from "./manifests";
import { namedFailure } from "./missing";
import { kubeList, kubeObject } from "./objects";
import { distinctTypes, listFailure, type ResourceType, resolveType, resolveTypes, resourcePath } from "./resources";
import type { Target } from "./target";

/** Flags of the verbs that choose objects by words, selectors or manifests. */
export const selectionFlags: FlagTable = {
  selector: { kind: "value", short: "l" },
  "field-selector": { kind: "value" },
  all: { kind: "switch" },
  "all-namespaces": { kind: "switch", short: "A" },
  filename: { kind: "list", short: "f" },
  kustomize: { kind: "value", short: "k" },
  recursive: { kind: "switch", short: "R" },
};

export type Selecting = {
  readonly flags: Flags;
  readonly words: readonly string[];
  /** Whether a type without a name means all objects of the type. */
  readonly allowsTypeAlone?: boolean;
  /** Whether the objects themselves are needed. */
  readonly isBlind?: boolean;
};

type Parsed = { readonly typeWords: readonly string[]; readonly names: readonly string[] };
type Pair = { readonly type: string; readonly name: string };

const NOTHING_CHOSEN = `error: You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Gives each chosen object in turn. A failure with one of them is kept until the others were tried, as kubectl does. */
export async function forEachTarget(
  call: Invocation,
  selecting: Selecting,
  act: (target: Target) => Promise<void>,
): Promise<number> {
  const failures: CommandFailure[] = [];
  let count = 0;
  for await (const target of targetsOf(call, selecting, failures)) {
    count += 1;
    await keeping(failures, () => act(target));
  }
  throwAll(failures);
  return count;
}

/** Runs one step; its failure joins the list, unless the grant refused it: that ends the command. */
export async function keeping(failures: CommandFailure[], step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.exitCode === 126) {
      throw error;
    }
    failures.push(error);
  }
}

/** All chosen objects; throws when any of them is missing. */
export async function selectTargets(call: Invocation, selecting: Selecting): Promise<readonly Target[]> {
  const failures: CommandFailure[] = [];
  const targets: Target[] = [];
  for await (const target of targetsOf(call, selecting, failures)) {
    targets.push(target);
  }
  throwAll(failures);
  return targets;
}

/** The chosen objects in kubectl's order; objects that cannot be had join `failures`. */
export async function* targetsOf(
  call: Invocation,
  selecting: Selecting,
  failures: CommandFailure[],
): AsyncGenerator<Target> {
  const { flags, words } = selecting;
  const pairs = readPairs(words);
  const parsed: Parsed = pairs ? { typeWords: [], names: [] } : typesAndNames(words);
  if (flags.all("filename").length > 0 || flags.has("kustomize")) {
    if (words.length > 0) {
      throw new CommandFailure(
        "error: when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
      );
    }
    yield* manifestTargets(call, selecting, failures);
    return;
  }
  if (isSelected(flags, parsed, selecting)) {
    yield* collectionTargets(call, selecting, { parsed, pairs });
    return;
  }
  yield* namedTargets(call, { parsed, pairs: pairs ?? [], selecting }, failures);
}

function isSelected(flags: Flags, { typeWords, names }: Parsed, { allowsTypeAlone }: Selecting): boolean {
  return (
    flags.has("all") ||
    nonEmpty(flags.get("selector")) ||
    nonEmpty(flags.get("field-selector")) ||
    (allowsTypeAlone === true && typeWords.length > 0 && names.length === 0)
  );
}

function nonEmpty(text: string | undefined): boolean {
  return text !== undefined && text !== "";
}

async function* manifestTargets(
  call: Invocation,
  { flags, isBlind }: Selecting,
  failures: CommandFailure[],
): AsyncGenerator<Target> {
  for (const manifest of await readManifests(call, flags, failures)) {
    if (isBlind) {
      yield manifest;
      continue;
    }
    const found: Target[] = [];
    await keeping(failures, async () => {
      found.push(await fetched(call, manifest));
    });
    yield* found;
  }
}

async function fetched(call: Invocation, target: Target): Promise<Target> {
  const { type, namespace, name, source } = target;
  call.check({ namespace, risk: "read", description: `get ${type.plural}/${name}` });
  const request = { path: resourcePath(type, namespace, name) };
  if (source !== "") {
    const reply = await call.ask(request, { doing: "retrieving current configuration of", source });
    return { ...target, object: kubeObject.parse(reply.body) };
  }
  const reply = await call.connection.request({ ...request, signal: call.io.signal });
  if (reply.status !== 200) {
    throw await namedFailure(call, reply, namespace);
  }
  return { ...target, object: kubeObject.parse(reply.body) };
}

async function* collectionTargets(
  call: Invocation,
  { flags }: Selecting,
  parts: { readonly parsed: Parsed; readonly pairs: readonly Pair[] | null },
): AsyncGenerator<Target> {
  refuseNames(parts);
  const types: ResourceType[] = [];
  for (const word of parts.parsed.typeWords) {
    types.push(...(await resolveTypes(call, word)));
  }
  for (const type of distinctTypes(types)) {
    yield* collectionOf(call, flags, type);
  }
}

function refuseNames({ parsed, pairs }: { readonly parsed: Parsed; readonly pairs: readonly Pair[] | null }): void {
  if (pairs) {
    throw new CommandFailure("error: selectors and the all flag cannot be used when passing resource/name arguments");
  }
  if (parsed.names.length > 0) {
    throw new CommandFailure("error: name cannot be provided when a selector is specified");
  }
  if (parsed.typeWords.length === 0) {
    throw new CommandFailure("error: at least one resource must be specified to use a selector");
  }
}

async function* collectionOf(call: Invocation, flags: Flags, type: ResourceType): AsyncGenerator<Target> {
  const namespace = type.isNamespaced && !flags.has("all-namespaces") ? call.namespace : null;
  call.check({ namespace, risk: "read", description: `get ${type.plural}` });
  const reply = await call.connection.request({
    path: resourcePath(type, namespace) + selectorQuery(flags),
    signal: call.io.signal,
  });
  if (reply.status !== 200) {
    const [labels, fields] = [flags.get("selector") ?? "", flags.get("field-selector") ?? ""];
    throw listFailure(reply, type, { labels, fields });
  }
  for (const item of kubeList.parse(reply.body).items) {
    yield {
      type,
      namespace: type.isNamespaced ? (item.metadata.namespace ?? null) : null,
      name: item.metadata.name,
      object: { ...item, ...typeMeta(type) },
      source: "",
    };
  }
}

/** The items of a list do not say what they are. */
function typeMeta(type: ResourceType) {
  return { apiVersion: type.group === "" ? type.version : `${type.group}/${type.version}`, kind: type.kind };
}

function selectorQuery(flags: Flags): string {
  const query = new URLSearchParams();
  const selector = flags.get("selector");
  const fields = flags.get("field-selector");
  if (selector !== undefined && selector !== "") {
    query.set("labelSelector", selector);
  }
  if (fields !== undefined && fields !== "") {
    query.set("fieldSelector", fields);
  }
  return query.size > 0 ? `?${query}` : "";
}

async function* namedTargets(
  call: Invocation,
  {
    parsed,
    pairs,
    selecting,
  }: { readonly parsed: Parsed; readonly pairs: readonly Pair[]; readonly selecting: Selecting },
  failures: CommandFailure[],
): AsyncGenerator<Target> {
  const wanted: { readonly type: ResourceType; readonly name: string }[] = [];
  for (const { type, name } of pairs) {
    wanted.push({ type: await resolveType(call, type), name });
  }
  for (const word of parsed.typeWords) {
    const types = await resolveTypes(call, word);
    if (types.length > 1 && parsed.names.length > 0) {
      throw new CommandFailure("error: you must specify only one resource");
    }
    wanted.push(...types.flatMap((type) => parsed.names.map((name) => ({ type, name }))));
  }
  if (wanted.length === 0) {
    throw new CommandFailure(
      parsed.typeWords.length > 0 ? "error: resource(s) were provided, but no name was specified" : NOTHING_CHOSEN,
    );
  }
  if (selecting.flags.has("all-namespaces")) {
    throw new CommandFailure("error: a resource cannot be retrieved by name across all namespaces");
  }
  for (const { type, name } of wanted) {
    const target = { type, name, namespace: type.isNamespaced ? call.namespace : null, object: null, source: "" };
    const found: Target[] = [];
    await keeping(failures, async () => {
      found.push(selecting.isBlind ? target : await fetched(call, target));
    });
    yield* found;
  }
}

function typesAndNames([types = "", ...names]: readonly string[]): Parsed {
  return { typeWords: types === "" ? [] : types.split(",").filter((type) => type !== ""), names };
}

/** `pod/a deploy/b`; null when the words have the form `pods a b`. Throws when they have both. */
function readPairs(words: readonly string[]): readonly Pair[] | null {
  const slashed = words.filter((word) => word.includes("/"));
  if (slashed.length === 0) {
    return null;
  }
  if (slashed.length !== words.length) {
    throw new CommandFailure(
      "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
  return words.map((word) => {
    const [type = "", name = "", ...more] = word.split("/");
    if (more.length > 0) {
      throw new CommandFailure("error: arguments in resource/name form may not have more than one slash");
    }
    if (type === "" || name === "" || type.includes(",")) {
      throw new CommandFailure("error: arguments in resource/name form must have a single resource and name");
    }
    return { type, name };
  });
}
