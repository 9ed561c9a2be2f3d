/** An object as a server gives it, with the word for its kind in paths. */
export type Standing = {
  readonly plural: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [section: string]: unknown;
};

type Answer = { readonly status: number; readonly body: unknown };

/** What a server that holds just these objects answers: discovery, single objects and lists by namespace. */
export function answerTo(objects: readonly Standing[], { pathname, searchParams }: URL): Answer {
  const discovered = discovery(objects, pathname);
  if (discovered !== null) {
    return { status: 200, body: discovered };
  }
  const found = /^\/(?:api|apis\/([^/]+))\/([^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/.exec(pathname);
  const [, group = "", version = "", namespace, plural = "", name] = found ?? [];
  const apiVersion = group === "" ? version : `${group}/${version}`;
  const ofKind = objects.filter((object) => object.plural === plural && object.apiVersion === apiVersion);
  const inPlace = ofKind.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
  if (name !== undefined) {
    const one = inPlace.find(({ metadata }) => metadata.name === decodeURIComponent(name));
    return one ? { status: 200, body: bare(one) } : notFound(`${plural} "${name}" not found`);
  }
  const [first] = ofKind;
  if (plural !== "events" && plural !== "pods" && !first) {
    return notFound("the server could not find the requested resource");
  }
  const service = searchParams.get("labelSelector")?.replace("kubernetes.io/service-name=", "");
  const items = inPlace
    .filter((object) => plural !== "endpointslices" || !service || object["service"] === service)
    .map(bare);
  return { status: 200, body: { kind: `${first?.kind ?? "Event"}List`, apiVersion, metadata: {}, items } };
}

function bare({ plural: _plural, service: _service, ...object }: Standing): unknown {
  return object;
}

function notFound(message: string): Answer {
  return { status: 404, body: { kind: "Status", status: "Failure", reason: "NotFound", message, code: 404 } };
}

function discovery(objects: readonly Standing[], pathname: string): unknown {
  if (pathname === "/api") {
    return { kind: "APIVersions", versions: ["v1"] };
  }
  const versions = [...new Set(objects.map(({ apiVersion }) => apiVersion))];
  if (pathname === "/apis") {
    const groups = Map.groupBy(
      versions.filter((version) => version.includes("/")),
      (version) => version.split("/")[0] ?? "",
    );
    const describeGroup = ([name, all]: [string, string[]]) => {
      const listed = all.map((groupVersion) => ({ groupVersion, version: groupVersion.split("/")[1] }));
      return { name, versions: listed, preferredVersion: listed[0] };
    };
    return { kind: "APIGroupList", apiVersion: "v1", groups: [...groups].map(describeGroup) };
  }
  const groupVersion = pathname.replace(/^\/apis?\//, "");
  return versions.includes(groupVersion) ? resourceList(objects, groupVersion) : null;
}

function resourceList(objects: readonly Standing[], groupVersion: string): unknown {
  const kinds = new Map(
    objects.filter(({ apiVersion }) => apiVersion === groupVersion).map((object) => [object.plural, object]),
  );
  const resources = [...kinds.values()].map(({ plural, kind, metadata }) => ({
    name: plural,
    singularName: kind.toLowerCase(),
    kind,
    namespaced: metadata.namespace !== undefined,
    verbs: ["get", "list"],
    shortNames: shortNames[plural] ?? [],
  }));
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources };
}

const shortNames: Readonly<Record<string, readonly string[]>> = {
  horizontalpodautoscalers: ["hpa"],
  namespaces: ["ns"],
  networkpolicies: ["netpol"],
  persistentvolumeclaims: ["pvc"],
  persistentvolumes: ["pv"],
  poddisruptionbudgets: ["pdb"],
  resourcequotas: ["quota"],
  services: ["svc"],
  statefulsets: ["sts"],
};
