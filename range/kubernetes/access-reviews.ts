import { z } from "zod";
import { type ApiCall, type ApiOutcome, jsonBody } from "./api-call.ts";
import { ApiError } from "./api-error.ts";
import { isAllowed } from "./authorization.ts";

const attributes = z.object({
  verb: z.string().default("*"),
  group: z.string().default(""),
  resource: z.string().default("*"),
  subresource: z.string().default(""),
  namespace: z.string().optional(),
  name: z.string().optional(),
});

const review = z.looseObject({
  spec: z.looseObject({ resourceAttributes: attributes.optional() }),
});

const READ_ONLY_RULES = [
  { verbs: ["get", "list", "watch"], apiGroups: ["apps", "autoscaling", "policy", "metrics.k8s.io"], resources: ["*"] },
  {
    verbs: ["get", "list", "watch"],
    apiGroups: [""],
    resources: ["configmaps", "events", "namespaces", "nodes", "pods", "pods/log", "services"],
  },
  { verbs: ["create"], apiGroups: ["authorization.k8s.io"], resources: ["*"] },
];

function selfSubjectAccess(call: ApiCall): ApiOutcome {
  const parsed = review.safeParse(jsonBody(call));
  if (!parsed.success) {
    throw new ApiError("BadRequest", "SelfSubjectAccessReview: spec is required");
  }
  const asked = parsed.data.spec.resourceAttributes;
  const resource =
    asked === undefined ? "" : [asked.resource, asked.subresource].filter((part) => part !== "").join("/");
  const allowed =
    asked === undefined
      ? call.user.mayChange
      : isAllowed(call.user, { verb: asked.verb, group: asked.group, resource });
  return {
    code: 201,
    body: {
      kind: "SelfSubjectAccessReview",
      apiVersion: "authorization.k8s.io/v1",
      metadata: {},
      spec: parsed.data.spec,
      status: allowed ? { allowed, reason: "RBAC: allowed by the practice range" } : { allowed },
    },
  };
}

function selfSubjectRules(call: ApiCall): ApiOutcome {
  const everything = [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }];
  const resourceRules = call.user.mayChange ? everything : READ_ONLY_RULES;
  return {
    code: 201,
    body: {
      kind: "SelfSubjectRulesReview",
      apiVersion: "authorization.k8s.io/v1",
      metadata: {},
      spec: {},
      status: { resourceRules, nonResourceRules: [], incomplete: false },
    },
  };
}

/** Answers what the caller itself may do. */
export function reviewAccess(call: ApiCall): ApiOutcome {
  return call.target.resource.kind === "SelfSubjectAccessReview" ? selfSubjectAccess(call) : selfSubjectRules(call);
}
