import { ApiError } from "./api-error.ts";
import type { RequestTarget } from "./request-path.ts";

export interface RangeUser {
  readonly name: string;
  readonly mayChange: boolean;
}

export interface AccessQuestion {
  readonly verb: string;
  readonly group: string;
  /** The plural, with the subresource after a slash. */
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

const READ_VERBS: readonly string[] = ["get", "list", "watch"];
const HIDDEN_FROM_VIEWERS: readonly string[] = ["secrets", "pods/exec", "pods/portforward", "pods/proxy"];

/** The range has two roles: one that may do everything, one that may read everything but secrets and containers. */
export function isAllowed(user: RangeUser, question: AccessQuestion): boolean {
  if (user.mayChange || question.group === "authorization.k8s.io") {
    return true;
  }
  return READ_VERBS.includes(question.verb) && !HIDDEN_FROM_VIEWERS.includes(question.resource);
}

const METHOD_VERBS: Readonly<Record<string, string>> = { POST: "create", PUT: "update", PATCH: "patch" };

/** The API verb of an HTTP method on a target. */
export function requestVerb(method: string, target: RequestTarget, isWatch: boolean): string {
  if (target.subresource === "exec" || target.subresource === "portforward") {
    return "create";
  }
  if (method === "DELETE") {
    return target.name === undefined ? "deletecollection" : "delete";
  }
  if (method === "GET" || method === "HEAD") {
    const collective = isWatch ? "watch" : "list";
    return target.name === undefined ? collective : "get";
  }
  return METHOD_VERBS[method] ?? method.toLowerCase();
}

/** The API server's refusal, in its words. */
export function forbidden(user: RangeUser, question: AccessQuestion): ApiError {
  const { verb, group, resource, namespace, name } = question;
  const plural = resource.split("/")[0] ?? resource;
  const full = group === "" ? plural : `${plural}.${group}`;
  const subject = name === undefined ? full : `${full} "${name}"`;
  const scope = namespace === undefined ? "at the cluster scope" : `in the namespace "${namespace}"`;
  return new ApiError(
    "Forbidden",
    `${subject} is forbidden: User "${user.name}" cannot ${verb} resource "${resource}" in API group "${group}" ${scope}`,
    { ...(name === undefined ? {} : { name }), ...(group === "" ? {} : { group }), kind: plural },
  );
}
