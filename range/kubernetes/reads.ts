import type { StoredResource } from "../world/object-store.ts";
import type { KubernetesObject } from "../world/objects.ts";
import { type ApiCall, type ApiOutcome, ok } from "./api-call.ts";
import { notFound } from "./api-error.ts";
import { apiVersionOf } from "./resources.ts";
import { querySelector } from "./selectors.ts";
import { type ObjectInclusion, tableOf } from "./tables/table.ts";
import { tableShape } from "./tables/table-shapes.ts";

export function wantsTable(call: Pick<ApiCall, "accept">): boolean {
  return /as=Table/.test(call.accept);
}

export function inclusion(query: URLSearchParams): ObjectInclusion {
  const value = query.get("includeObject");
  return value === "None" || value === "Object" ? value : "Metadata";
}

/** The stored object a call names. */
export function storedObject(call: ApiCall): KubernetesObject {
  const { resource, namespace, name = "" } = call.target;
  const object =
    resource.stored === undefined
      ? undefined
      : call.cluster.world.context.store.get(resource.stored, { namespace, name });
  if (object === undefined) {
    throw notFound({ resource: resource.name, group: resource.group, name });
  }
  return object;
}

/** Objects of a resource that a call's namespace and selectors choose. */
export function chosenObjects(call: ApiCall, stored: StoredResource): readonly KubernetesObject[] {
  return call.cluster.world.context.store.list(stored, call.target.namespace).filter(querySelector(call.query));
}

export function getObject(call: ApiCall): ApiOutcome {
  const object = storedObject(call);
  const { nowMs } = call.cluster.world.context;
  const shape = tableShape(call.target.resource.stored);
  const metadata = { resourceVersion: object.metadata.resourceVersion };
  return ok(
    wantsTable(call) ? { ...tableOf(shape, [object], { nowMs, include: inclusion(call.query) }), metadata } : object,
  );
}

/** A list of any objects, as a Table when the caller asks for one. */
export function listReply(call: ApiCall, objects: readonly KubernetesObject[]): ApiOutcome {
  const { resource } = call.target;
  const { store, nowMs } = call.cluster.world.context;
  const metadata = { resourceVersion: String(store.version()) };
  if (wantsTable(call)) {
    const table = tableOf(tableShape(resource.stored), objects, { nowMs, include: inclusion(call.query) });
    return ok({ ...table, metadata });
  }
  // The items of a list carry no kind of their own; the list's says it.
  const items = objects.map(({ kind: _kind, apiVersion: _apiVersion, ...rest }) => rest);
  return ok({ kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items });
}

export function listObjects(call: ApiCall): ApiOutcome {
  const { stored } = call.target.resource;
  return listReply(call, stored === undefined ? [] : chosenObjects(call, stored));
}
