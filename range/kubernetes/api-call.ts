import type { ServerResponse } from "node:http";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import type { RangeUser } from "./authorization.ts";
import type { RequestTarget } from "./request-path.ts";

/** The world the servers show. A reset puts another world in its place. */
export interface Cluster {
  world: World;
}

/** One authorised request to a resource. */
export interface ApiCall {
  readonly cluster: Cluster;
  readonly user: RangeUser;
  readonly verb: string;
  readonly target: RequestTarget;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  readonly body: string;
  /** For answers that are written piece by piece. */
  readonly response: ServerResponse;
}

export interface ApiReply {
  readonly code: number;
  readonly body: object;
}

export const STREAMED = "streamed" as const;

/** The reply, or a mark that the handler writes to the response itself. */
export type ApiOutcome = ApiReply | typeof STREAMED;

export const ok = (body: object): ApiReply => ({ code: 200, body });

/** The request's body as JSON. */
export function jsonBody(call: Pick<ApiCall, "body">): unknown {
  try {
    return JSON.parse(call.body);
  } catch {
    throw new ApiError("BadRequest", "the object provided is unrecognized (must be of type JSON)");
  }
}

/** True when a change must only be tried: `dryRun=All`. */
export function isDryRun(query: URLSearchParams): boolean {
  const mode = query.get("dryRun");
  if (mode !== null && mode !== "All") {
    throw new ApiError("BadRequest", `dryRun: Unsupported value: "${mode}": supported values: "All"`);
  }
  return mode === "All";
}
