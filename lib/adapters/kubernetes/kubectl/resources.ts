import "server-only";
import { z } from "zod";
import type { ApiReply } from "../connection";
import { CommandFailure, serverFailure } from "./failure";
import type { Invocation } from "./invocation";
import { wellKnownTypes } from "./well-known-types";

/** A kind of object the API server knows, at one version. */
export type ResourceType = {
  /** "pods" */
  readonly plural: string;
  readonly kind: string;
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly isNamespaced: boolean;
  readonly shortNames: readonly string[];
  readonly singular: string;
  readonly verbs: readonly string[];
  readonly categories: readonly string[];
  /** Whether the group prefers this version. */
  readonly isPreferred: boolean;
};

/** One or more objects that a command names. No names means all of the type. */
export type ResourceSelection = {
  readonly type: ResourceType;
  readonly names: readonly string[];
  /** A manifest's own namespace. */
  readonly namespace?: string;
};

const resourceList = z.object({
  groupVersion: z.string(),
  resources: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      namespaced: z.boolean(),
      singularName: z.string().default(""),
      shortNames: z.array(z.string()).nullish(),
      verbs: z.array(z.string()).default([]),
      categories: z.array(z.string()).nullish(),
    }),
  ),
});
const version = z.object({ groupVersion: z.string() });
const groupList = z.object({
  groups: z.array(z.object({ name: z.string(), versions: z.array(version), preferredVersion: version })),
});

const discovered = new WeakMap<object, Promise<readonly ResourceType[]>>();

/** All resource types of a cluster, core group first, asked once per connection. A failed look is not kept. */
function resourceTypes(call: Invocation): Promise<readonly ResourceType[]> {
  return discovered.get(call.connection.identity) ?? freshTypes(call);
}

/** The same, asked now. */
export function freshTypes(call: Invocation): Promise<readonly ResourceType[]> {
  const fresh = discover(call);
  discovered.set(call.connection.identity, fresh);
  fresh.catch(() => discovered.delete(call.connection.identity));
  return fresh;
}

/** Group and version of all that the server has, as `v1` or `apps/v1`, each group's preferred one first. */
export async function groupVersions(call: Invocation): Promise<readonly string[]> {
  const { groups } = groupList.parse((await call.ask({ path: "/apis" })).body);
  return [
    "v1",
    ...groups.flatMap(({ versions, preferredVersion }) => [
      preferredVersion.groupVersion,
      ...versions.map(({ groupVersion }) => groupVersion).filter((name) => name !== preferredVersion.groupVersion),
    ]),
  ];
}

async function discover(call: Invocation): Promise<readonly ResourceType[]> {
  const names = await groupVersions(call);
  const lists = await Promise.all(
    names.map((name) =>
      call.connection.request({
        path: name.includes("/") ? `/apis/${name}` : `/api/${name}`,
        signal: call.io.signal,
      }),
    ),
  );
  const groups = new Set<string>();
  return lists.flatMap(({ status, body }, at) => {
    const group = (names[at] ?? "").split("/").slice(0, -1).join("/");
    const isPreferred = !groups.has(group);
    groups.add(group);
    // One aggregated API that is down must not hide the others.
    const list = status === 200 ? resourceList.safeParse(body) : null;
    return list?.success ? typesOf(list.data, isPreferred) : [];
  });
}

function typesOf(
  { groupVersion, resources }: z.infer<typeof resourceList>,
  isPreferred: boolean,
): readonly ResourceType[] {
  const [group = "", version = ""] = groupVersion.includes("/") ? groupVersion.split("/") : ["", groupVersion];
  return resources
    .filter((resource) => !resource.name.includes("/") && resource.verbs.length > 0)
    .map((resource) => ({
      plural: resource.name,
      kind: resource.kind,
      group,
      version,
      isNamespaced: resource.namespaced,
      shortNames: resource.shortNames ?? [],
      singular: resource.singularName || resource.kind.toLowerCase(),
      verbs: resource.verbs,
      categories: resource.categories ?? [],
      isPreferred,
    }));
}

/**
 * The type a word means: plural, singular, short name or kind, with or without its group and version. Throws kubectl's
 * error. What a first look did not show may be new, so that there is a second one.
 */
export async function resolveType(call: Invocation, word: string): Promise<ResourceType> {
  const known = matching(wellKnownTypes, word);
  if (known) {
    return known;
  }
  const found = await findType(call, word);
  for (const other of alsoNamed(await resourceTypes(call), word, found)) {
    call.io.write("stderr", `Warning: short name "${word}" could also match lower priority resource ${other}\n`);
  }
  if (!found) {
    throw new CommandFailure(`error: the server doesn't have a resource type "${word.split(".")[0]}"`);
  }
  return found;
}

/** The same without the error; null when the server has none. */
export async function findType(call: Invocation, word: string): Promise<ResourceType | null> {
  return (
    matching(wellKnownTypes, word) ??
    matching(await resourceTypes(call), word) ??
    matching(await freshTypes(call), word) ??
    null
  );
}

/** Other resources that a short name could mean: kubectl warns of them. */
function alsoNamed(types: readonly ResourceType[], word: string, found: ResourceType | null): readonly string[] {
  if (!found?.shortNames.includes(word)) {
    return [];
  }
  const others = types.filter((type) => type.shortNames.includes(word) && type.group !== found.group);
  return [...new Set(others.map((type) => `${type.plural}.${type.group}`))];
}

function matching(types: readonly ResourceType[], word: string): ResourceType | undefined {
  const [name = "", ...qualifiers] = word.split(".");
  const lower = name.toLowerCase();
  const group = qualifiers.join(".");
  const [version = "", ...rest] = qualifiers;
  const places: readonly ((type: ResourceType) => boolean)[] =
    qualifiers.length === 0
      ? [(type) => type.isPreferred, () => true]
      : [
          (type) => type.version === version && type.group === rest.join("."),
          (type) => type.group === group,
          (type) => group !== "" && type.group.startsWith(group),
        ];
  for (const isThere of places) {
    const there = types.filter(isThere);
    const found =
      there.find((type) => type.plural === lower) ??
      there.find((type) => type.singular === lower || type.kind === name);
    if (found) {
      return found;
    }
  }
  return shortNamed(types, name, qualifiers);
}

/** A short name stands for the group's preferred version, whichever it is asked in. */
function shortNamed(
  types: readonly ResourceType[],
  name: string,
  qualifiers: readonly string[],
): ResourceType | undefined {
  const groups = [qualifiers.join("."), qualifiers.slice(1).join(".")];
  const named = types.filter(
    (type) => type.shortNames.includes(name) && (qualifiers.length === 0 || groups.includes(type.group)),
  );
  return named.find(({ isPreferred }) => isPreferred) ?? named[0];
}

/** The type that a manifest's `apiVersion` and `kind` mean, in that very version; null when the server has none. */
export async function typeOfKind(
  call: Invocation,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): Promise<ResourceType | null> {
  const at = apiVersion.indexOf("/");
  const [group, version] = [apiVersion.slice(0, Math.max(at, 0)), apiVersion.slice(at + 1)];
  const among = (types: readonly ResourceType[]) =>
    types.find((type) => type.kind === kind && type.group === group && type.version === version);
  return among(wellKnownTypes) ?? among(await resourceTypes(call)) ?? among(await freshTypes(call)) ?? null;
}

/** A word of the first operand: one type, or all those of a category such as `all`. */
export async function resolveTypes(call: Invocation, word: string): Promise<readonly ResourceType[]> {
  if (/^[a-z-]+$/.test(word) && !matching(wellKnownTypes, word)) {
    const types = await resourceTypes(call);
    const inCategory = types.filter((type) => type.categories.includes(word));
    const served = inCategory.filter(
      (type) =>
        type.isPreferred ||
        !inCategory.some((other) => other.isPreferred && other.plural === type.plural && other.group === type.group),
    );
    if (served.length > 0) {
      return served.filter((type) => type.verbs.includes("list"));
    }
  }
  return [await resolveType(call, word)];
}

const SEPARATE_TYPE =
  "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

/** `pods a b`, `pod/a deploy/b`, `pods,services`, `all`: what the words select, in order. */
export async function resolveSelections(
  call: Invocation,
  words: readonly string[],
): Promise<readonly ResourceSelection[]> {
  if (words.some((word) => word.includes("/"))) {
    const selections: ResourceSelection[] = [];
    for (const { type, name } of words.map(slashed)) {
      selections.push({ type: await resolveType(call, type), names: [name] });
    }
    return selections;
  }
  const [first = "", ...names] = words;
  const types: ResourceType[] = [];
  for (const word of first.split(",")) {
    const found = await resolveTypes(call, word);
    if (found.length > 1 && names.length > 0) {
      throw new CommandFailure("error: you must specify only one resource");
    }
    types.push(...found);
  }
  return (names.length === 0 ? distinctTypes(types) : types).map((type) => ({ type, names }));
}

/** The types without those that came before: kubectl lists each once, but names an object as often as it is named. */
export function distinctTypes(types: readonly ResourceType[]): readonly ResourceType[] {
  const nameOf = ({ plural, group, version }: ResourceType) => `${plural}.${version}.${group}`;
  return [...new Map(types.map((type) => [nameOf(type), type])).values()];
}

/** `pod/x` taken apart. Throws kubectl's error for another form. */
export function slashed(word: string): { readonly type: string; readonly name: string } {
  const [type = "", name, ...more] = word.split("/");
  if (name === undefined) {
    throw new CommandFailure(SEPARATE_TYPE);
  }
  if (more.length > 0) {
    throw new CommandFailure("error: arguments in resource/name form may not have more than one slash");
  }
  if (name === "" || type === "") {
    throw new CommandFailure("error: arguments in resource/name form must have a single resource and name");
  }
  return { type, name };
}

/** The path of a collection, or of one object in it. `namespace` null means all of them. */
export function resourcePath(type: ResourceType, namespace: string | null, name?: string): string {
  const root = type.group === "" ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const place = type.isNamespaced && namespace !== null ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${root}${place}/${type.plural}${name === undefined ? "" : `/${encodeURIComponent(name)}`}`;
}

/** "deployment.apps/x", "pod/x": how kubectl names an object it has dealt with. */
export function displayName(type: Pick<ResourceType, "singular" | "group">, name: string): string {
  return `${type.singular}${type.group === "" ? "" : `.${type.group}`}/${name}`;
}

/** An API server's refusal of a list, in kubectl's words: a wrong selector is said with the type and both selectors. */
export function listFailure(
  reply: ApiReply,
  type: ResourceType,
  selectors: { readonly labels: string; readonly fields: string },
): CommandFailure {
  const failure = serverFailure(reply);
  const { labels, fields } = selectors;
  const [, reason] = /^Error from server \(BadRequest\): ([\s\S]*)$/.exec(failure.message) ?? [];
  if (reason === undefined || (labels === "" && fields === "")) {
    return failure;
  }
  const group = `${type.group}/${type.version}, Resource=${type.plural}`;
  return new CommandFailure(
    `Error from server (BadRequest): Unable to find "${group}" that match label selector "${labels}", field selector "${fields}": ${reason}`,
  );
}
