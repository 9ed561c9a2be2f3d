import { reviewAccess } from "./access-reviews.ts";
import type { ApiCall, ApiOutcome } from "./api-call.ts";
import { ApiError } from "./api-error.ts";
import { evictPod } from "./eviction.ts";
import { readLog } from "./logs.ts";
import { readMetrics } from "./metrics-api.ts";
import { proxyToPod } from "./proxy.ts";
import { getObject, listObjects } from "./reads.ts";
import { scaleSubresource } from "./scale.ts";
import { watchObjects } from "./watches.ts";
import { createObject, deleteCollection, deleteObject, patchObject, updateObject } from "./writes.ts";

type Handler = (call: ApiCall) => ApiOutcome;

const VERBS: Readonly<Record<string, Handler>> = {
  get: getObject,
  list: listObjects,
  watch: watchObjects,
  create: createObject,
  update: updateObject,
  patch: patchObject,
  delete: deleteObject,
  deletecollection: deleteCollection,
};

const SUBRESOURCES: Readonly<Record<string, Handler>> = {
  log: readLog,
  scale: scaleSubresource,
  status: getObject,
  eviction: evictPod,
  proxy: proxyToPod,
};

function handlerOf(call: ApiCall): Handler | undefined {
  const { resource, subresource } = call.target;
  if (resource.group === "metrics.k8s.io") {
    return readMetrics;
  }
  if (resource.group === "authorization.k8s.io") {
    return reviewAccess;
  }
  if (subresource !== undefined) {
    return resource.subresources?.some(({ name }) => name === subresource) ? SUBRESOURCES[subresource] : undefined;
  }
  return resource.verbs.includes(call.verb) ? VERBS[call.verb] : undefined;
}

/** Answers an authorised request. */
export function dispatch(call: ApiCall): ApiOutcome {
  // An old-style watch of one object comes as a get with ?watch=true.
  const isWatch = call.query.get("watch") === "true" || call.query.get("watch") === "1";
  const handler =
    call.verb === "get" && isWatch && call.target.subresource === undefined ? watchObjects : handlerOf(call);
  if (handler === undefined) {
    throw new ApiError("MethodNotAllowed", "the server does not allow this method on the requested resource");
  }
  return handler(call);
}
