import { type ApiResource, findResource } from "./resources.ts";

/** What a request is about, read from its path as the API server does. */
export interface RequestTarget {
  readonly resource: ApiResource;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** What follows the subresource, for `proxy`. */
  readonly rest: string;
}

function splitGroup(path: string): { group: string; version: string; words: readonly string[] } | undefined {
  const words = path.split("/").slice(1);
  if (words[0] === "api" && words[1] !== undefined) {
    return { group: "", version: words[1], words: words.slice(2) };
  }
  if (words[0] === "apis" && words[1] !== undefined && words[2] !== undefined) {
    return { group: words[1], version: words[2], words: words.slice(3) };
  }
  return undefined;
}

/** The target of a resource path; undefined when no served resource is there. */
export function parseRequestPath(path: string): RequestTarget | undefined {
  const split = splitGroup(path);
  if (split === undefined) {
    return undefined;
  }
  const { group, version, words } = split;
  const isScoped = words[0] === "namespaces" && words.length > 2 && words[2] !== "status";
  const namespace = isScoped ? words[1] : undefined;
  const [plural, name, subresource, ...rest] = isScoped ? words.slice(2) : words;
  const resource = findResource(group, version, plural ?? "");
  if (resource === undefined) {
    return undefined;
  }
  return {
    resource,
    namespace,
    name: name === undefined || name === "" ? undefined : decodeURIComponent(name),
    subresource,
    rest: `/${rest.join("/")}`,
  };
}
