import { createWorkloadDefaults } from "../world/deployment-defaults.ts";
import { objectMeta } from "../world/object-meta.ts";
import type { StoredKinds, StoredResource } from "../world/object-store.ts";
import type { KubernetesObject, ObjectMeta } from "../world/objects.ts";
import { endPod, startPod } from "../world/pod-commands.ts";
import { admit } from "./admission.ts";
import { type ApiCall, type ApiOutcome, isDryRun, jsonBody, ok } from "./api-call.ts";
import { ApiError } from "./api-error.ts";
import { applyJsonPatch } from "./json-patch.ts";
import { isJsonObject, type JsonObject } from "./json-value.ts";
import { chosenObjects, storedObject } from "./reads.ts";
import { apiVersionOf } from "./resources.ts";
import { mergeJson, mergeStrategic } from "./strategic-merge.ts";

function storedResource(call: ApiCall): StoredResource {
  const { stored, name } = call.target.resource;
  if (stored === undefined) {
    throw new ApiError("MethodNotAllowed", `the server does not allow this method on the requested resource: ${name}`);
  }
  return stored;
}

const subjectOf = (call: ApiCall, name: string) => ({
  kind: call.target.resource.kind,
  group: call.target.resource.group,
  name,
});

const fullName = ({ target }: ApiCall): string =>
  target.resource.group === "" ? target.resource.name : `${target.resource.name}.${target.resource.group}`;

function conflict(call: ApiCall): ApiError {
  const name = call.target.name ?? "";
  return new ApiError(
    "Conflict",
    `Operation cannot be fulfilled on ${fullName(call)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    { name, group: call.target.resource.group, kind: call.target.resource.name },
  );
}

/** What a client may not change: identity, times and owners stay; the generation counts changes of the spec. */
function keptMeta(current: KubernetesObject, next: KubernetesObject): ObjectMeta {
  const { uid, creationTimestamp, resourceVersion, generation, name, namespace } = current.metadata;
  const specOf = (object: object): string => JSON.stringify(Reflect.get(object, "spec"));
  const grown = generation === undefined || specOf(current) === specOf(next) ? generation : generation + 1;
  return {
    ...next.metadata,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid,
    creationTimestamp,
    resourceVersion,
    ...(grown === undefined ? {} : { generation: grown }),
  };
}

function store<R extends StoredResource>(call: ApiCall, stored: R, object: StoredKinds[R]): KubernetesObject {
  if (isDryRun(call.query)) {
    return object;
  }
  return call.cluster.world.context.store.put(stored, object);
}

/** Replaces the stored object by what a client wants, after the same checks for PUT and PATCH. */
export function replaceObject(call: ApiCall, wanted: unknown): KubernetesObject {
  const stored = storedResource(call);
  const current = storedObject(call);
  const wish: JsonObject = isJsonObject(wanted) ? wanted : {};
  const version = isJsonObject(wish["metadata"]) ? wish["metadata"]["resourceVersion"] : undefined;
  if (typeof version === "string" && version !== "" && version !== current.metadata.resourceVersion) {
    throw conflict(call);
  }
  const status = Reflect.get(current, "status");
  const whole = { ...wish, ...(status === undefined ? {} : { status }) };
  const next = createWorkloadDefaults(admit(stored, whole, subjectOf(call, current.metadata.name)));
  const metadata = keptMeta(current, next);
  return JSON.stringify({ ...next, metadata }) === JSON.stringify(current)
    ? current
    : store(call, stored, { ...next, metadata });
}

export function updateObject(call: ApiCall): ApiOutcome {
  return ok(replaceObject(call, jsonBody(call)));
}

/** The value after the call's patch, by the kind of patch its content type names. */
export function patched(call: ApiCall, current: unknown): unknown {
  const patch = jsonBody(call);
  switch (call.contentType.split(";")[0]) {
    case "application/strategic-merge-patch+json":
      return mergeStrategic(current, patch);
    case "application/merge-patch+json":
      return mergeJson(current, patch);
    case "application/json-patch+json":
      return applyJsonPatch(current, patch);
    default:
      throw new ApiError(
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json",
      );
  }
}

export function patchObject(call: ApiCall): ApiOutcome {
  return ok(replaceObject(call, patched(call, storedObject(call))));
}

export function createObject(call: ApiCall): ApiOutcome {
  const stored = storedResource(call);
  const { context } = call.cluster.world;
  const body = jsonBody(call);
  const name = isJsonObject(body) && isJsonObject(body["metadata"]) ? String(body["metadata"]["name"] ?? "") : "";
  const { namespace, resource } = call.target;
  if (context.store.get(stored, { namespace, name }) !== undefined) {
    throw new ApiError("AlreadyExists", `${fullName(call)} "${name}" already exists`, { name, kind: resource.name });
  }
  const admitted = createWorkloadDefaults(admit(stored, body, subjectOf(call, name)));
  const fresh = {
    ...admitted,
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: {
      ...admitted.metadata,
      ...objectMeta(context, { name, ...(namespace === undefined ? {} : { namespace }) }),
      ...(stored === "deployments" || stored === "replicasets" ? { generation: 1 } : {}),
    },
  };
  const created = store(call, stored, fresh);
  if (stored === "pods" && !isDryRun(call.query)) {
    startPod(context, created.metadata);
  }
  return { code: 201, body: created };
}

function removeOne(call: ApiCall, stored: StoredResource, object: KubernetesObject): KubernetesObject {
  const { context } = call.cluster.world;
  if (isDryRun(call.query)) {
    return object;
  }
  if (stored === "pods") {
    endPod(context, object.metadata, isForced(call));
    return context.store.get("pods", object.metadata) ?? object;
  }
  context.store.remove(stored, object.metadata);
  return object;
}

function isForced(call: ApiCall): boolean {
  const options = call.body === "" ? undefined : jsonBody(call);
  return isJsonObject(options) && options["gracePeriodSeconds"] === 0;
}

export function deleteObject(call: ApiCall): ApiOutcome {
  const stored = storedResource(call);
  const object = storedObject(call);
  const removed = removeOne(call, stored, object);
  if (stored === "pods") {
    return ok(removed);
  }
  const { name, uid } = object.metadata;
  return ok({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name, group: call.target.resource.group, kind: call.target.resource.name, uid },
  });
}

export function deleteCollection(call: ApiCall): ApiOutcome {
  const stored = storedResource(call);
  const items = chosenObjects(call, stored).map((object) => removeOne(call, stored, object));
  const { resource } = call.target;
  return ok({ kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata: {}, items });
}
