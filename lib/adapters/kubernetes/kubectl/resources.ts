import "server-only";
import { z } from "zod";
import type { ClusterConnection } from "../connection";
import { CommandFailure } from "./failure";
import type { Invocation } from "./invocation";

/** A kind of object the API server knows. */
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
};

/** One or more objects that a command names. No names means all of the type. */
export type ResourceSelection = { readonly type: ResourceType; readonly names: readonly string[] };

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
    }),
  ),
});
const version = z.object({ groupVersion: z.string() });
const groupList = z.object({ groups: z.array(z.object({ preferredVersion: version, versions: z.array(version) })) });

const discovered = new WeakMap<ClusterConnection, Promise<readonly ResourceType[]>>();

/** All resource types of a cluster, core group first, asked once per connection. A failed look is not kept. */
function resourceTypes(call: Invocation): Promise<readonly ResourceType[]> {
  const fresh = discovered.get(call.connection) ?? discover(call);
  discovered.set(call.connection, fresh);
  fresh.catch(() => discovered.delete(call.connection));
  return fresh;
}

async function discover(call: Invocation): Promise<readonly ResourceType[]> {
  const groups = groupList.parse((await call.ask({ path: "/apis" })).body);
  const versions = groups.groups.flatMap(({ preferredVersion, versions: all }) => [
    preferredVersion.groupVersion,
    ...all.map(({ groupVersion }) => groupVersion).filter((name) => name !== preferredVersion.groupVersion),
  ]);
  const paths = ["/api/v1", ...versions.map((name) => `/apis/${name}`)];
  const lists = await Promise.all(paths.map((path) => call.connection.request({ path, signal: call.io.signal })));
  const types = lists.flatMap(({ status, body }) => {
    // One aggregated API that is down must not hide the others.
    const list = status === 200 ? resourceList.safeParse(body) : null;
    return list?.success ? typesOf(list.data) : [];
  });
  // What the preferred version has hides what the others have of the same name.
  const first = new Map(types.map((type) => [`${type.plural}.${type.group}`, type] as const).reverse());
  return types.filter((type) => first.get(`${type.plural}.${type.group}`) === type);
}

function typesOf({ groupVersion, resources }: z.infer<typeof resourceList>): readonly ResourceType[] {
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
    }));
}

/** The type a word means: plural, singular, short name or kind, with or without its group. Throws kubectl's error. */
export async function resolveType(call: Invocation, word: string): Promise<ResourceType> {
  const [name = "", ...groupWords] = word.toLowerCase().split(".");
  const group = groupWords.join(".");
  const types = (await resourceTypes(call)).filter(
    (type) => group === "" || type.group === group || `${type.version}.${type.group}` === group,
  );
  const found =
    types.find((type) => type.plural === name) ??
    types.find((type) => type.singular === name || type.kind.toLowerCase() === name) ??
    types.find((type) => type.shortNames.includes(name));
  if (!found) {
    throw new CommandFailure(`error: the server doesn't have a resource type "${word}"`);
  }
  return found;
}

/**
 * The type that a manifest's `apiVersion` and `kind` mean, in that very version; null when the server has none.
 */
export async function typeOfKind(
  call: Invocation,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): Promise<ResourceType | null> {
  const [group, version] = apiVersion.includes("/") ? splitVersion(apiVersion) : ["", apiVersion];
  const known = (await resourceTypes(call)).find(
    (type) => type.kind === kind && type.group === group && type.version === version,
  );
  if (known) {
    return known;
  }
  const path = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const reply = await call.connection.request({ path, signal: call.io.signal });
  const list = reply.status === 200 ? resourceList.safeParse(reply.body) : null;
  return (list?.success ? typesOf(list.data) : []).find((type) => type.kind === kind) ?? null;
}

function splitVersion(apiVersion: string): readonly [group: string, version: string] {
  const at = apiVersion.indexOf("/");
  return [apiVersion.slice(0, at), apiVersion.slice(at + 1)];
}

/** `pods a b`, `pod/a deploy/b`, `pods,services`: what the words select, in order. */
export async function resolveSelections(
  call: Invocation,
  words: readonly string[],
): Promise<readonly ResourceSelection[]> {
  if (words.some((word) => word.includes("/"))) {
    return Promise.all(
      words.map(async (word) => {
        const [type = "", name, ...more] = word.split("/");
        if (name === undefined || name === "" || type === "" || more.length > 0) {
          throw new CommandFailure(
            name === undefined
              ? "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'"
              : `error: arguments in resource/name form must have a single resource and name`,
          );
        }
        return { type: await resolveType(call, type), names: [name] };
      }),
    );
  }
  const [types = "", ...names] = words;
  return Promise.all(types.split(",").map(async (type) => ({ type: await resolveType(call, type), names })));
}

/** The path of a collection, or of one object in it. `namespace` null means all of them. */
export function resourcePath(type: ResourceType, namespace: string | null, name?: string): string {
  const root = type.group === "" ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const place = type.isNamespaced && namespace !== null ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${root}${place}/${type.plural}${name === undefined ? "" : `/${encodeURIComponent(name)}`}`;
}

/** "deployment.apps/x", "pod/x": how kubectl names an object it has dealt with. */
export function displayName(type: ResourceType, name: string): string {
  return `${type.singular}${type.group === "" ? "" : `.${type.group}`}/${name}`;
}
