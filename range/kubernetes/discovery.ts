import { type ApiResource, apiResources } from "./resources.ts";

const groupVersions = (): readonly { readonly group: string; readonly version: string }[] => [
  ...new Map(
    apiResources()
      .filter(({ group }) => group !== "")
      .map(({ group, version }) => [`${group}/${version}`, { group, version }]),
  ).values(),
];

function groupOf(group: string): object {
  const versions = groupVersions()
    .filter((each) => each.group === group)
    .map(({ version }) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions, preferredVersion: versions[0] };
}

function announced(resource: ApiResource): readonly object[] {
  const { name, singularName, namespaced, kind, verbs, shortNames, categories, subresources = [] } = resource;
  return [
    {
      name,
      singularName,
      namespaced,
      kind,
      verbs,
      ...(shortNames === undefined ? {} : { shortNames }),
      ...(categories === undefined ? {} : { categories }),
    },
    ...subresources.map((sub) => ({
      name: `${name}/${sub.name}`,
      singularName: "",
      namespaced,
      ...(sub.group === undefined ? {} : { group: sub.group, version: sub.version }),
      kind: sub.kind,
      verbs: sub.verbs,
    })),
  ];
}

function resourceList(group: string, version: string): object | undefined {
  const resources = apiResources().filter((each) => each.group === group && each.version === version);
  if (resources.length === 0) {
    return undefined;
  }
  const groupVersion = group === "" ? version : `${group}/${version}`;
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: resources.flatMap(announced) };
}

const VERSION = {
  major: "1",
  minor: "34",
  gitVersion: "v1.34.1",
  gitCommit: "93248f9ae092f571eb870b7664c534bfc7d00f03",
  gitTreeState: "clean",
  buildDate: "2025-09-09T19:38:58Z",
  goVersion: "go1.24.6",
  compiler: "gc",
  platform: "linux/amd64",
};

/** The object at a discovery path such as /apis/apps/v1; undefined when the path is not one of discovery's. */
export function discoveryObject(path: string): object | undefined {
  switch (path) {
    case "/version":
      return VERSION;
    case "/api":
      return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] };
    case "/apis": {
      const groups = [...new Set(groupVersions().map(({ group }) => group))].map(groupOf);
      return { kind: "APIGroupList", apiVersion: "v1", groups };
    }
    case "/api/v1":
      return resourceList("", "v1");
    default:
      return namedGroup(path);
  }
}

function namedGroup(path: string): object | undefined {
  const [, root, group, version, ...rest] = path.split("/");
  if (root !== "apis" || group === undefined || rest.length > 0) {
    return undefined;
  }
  if (version !== undefined) {
    return resourceList(group, version);
  }
  const isKnown = groupVersions().some((each) => each.group === group);
  return isKnown ? { kind: "APIGroup", apiVersion: "v1", ...groupOf(group) } : undefined;
}
