import { z } from "zod";
import type { Deployment, ReplicaSet } from "../world/objects.ts";
import { type ApiCall, type ApiOutcome, jsonBody, ok } from "./api-call.ts";
import { ApiError } from "./api-error.ts";
import { storedObject } from "./reads.ts";
import { selectorText } from "./tables/table.ts";
import { patched, replaceObject } from "./writes.ts";

const scaleShape = z.looseObject({ spec: z.looseObject({ replicas: z.int().optional() }).optional() });

type Scalable = Deployment | ReplicaSet;

function scalable(object: object): Scalable {
  if ("kind" in object && (object.kind === "Deployment" || object.kind === "ReplicaSet")) {
    return scalableKind(object);
  }
  throw new ApiError("NotFound", "the server could not find the requested resource");
}

/** Objects of these two kinds are stored with a spec that has replicas and a selector. */
function scalableKind(object: object): Scalable {
  return object as Scalable;
}

function scaleOf(object: Scalable): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: object.spec.replicas },
    status: { replicas: object.status.replicas ?? 0, selector: selectorText(object.spec.selector.matchLabels) },
  };
}

/** The `scale` subresource: reads the replicas, or sets nothing but them. */
export function scaleSubresource(call: ApiCall): ApiOutcome {
  const object = scalable(storedObject(call));
  if (call.verb === "get") {
    return ok(scaleOf(object));
  }
  const wanted = scaleShape.safeParse(call.verb === "patch" ? patched(call, scaleOf(object)) : jsonBody(call));
  if (!wanted.success) {
    throw new ApiError("BadRequest", 'Scale in version "v1" cannot be handled as a Scale');
  }
  const replicas = wanted.data.spec?.replicas ?? 0;
  const next = replaceObject(call, { ...object, spec: { ...object.spec, replicas } });
  return ok(scaleOf(scalable(next)));
}
