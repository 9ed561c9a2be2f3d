import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { getActor } from "@/lib/adapters/auth/actor";
import { getConfig } from "@/lib/adapters/config/config";
import { databaseReady } from "@/lib/adapters/database/client";
import type { Database, Scope } from "@/lib/adapters/database/transaction";
import type { Actor } from "@/lib/core/kernel/actor";
import { AppError, type AppErrorCode } from "@/lib/core/kernel/app-error";
import type { Policy } from "@/lib/core/kernel/policy";
import type { ActionResult } from "./action-result";
import { authorise, openScope, parseInput, registerGate } from "./gate";
import { toFailure } from "./to-failure";

const DEFAULT_BODY_BYTES = 1024 * 1024;

/** Either a session and a policy, or credentials of another kind: a webhook's bearer token. Null is a stranger. */
type Door =
  | { readonly may: Policy; readonly authenticate?: never }
  | { readonly may?: never; readonly authenticate: (request: Request, database: Database) => Promise<Actor | null> };

export type RouteDefinition<Schema extends z.ZodType> = Door & {
  /** `<noun>.<verb-noun>` */
  readonly name: string;
  /** Parses `{ params, query, body }`: the path's parameters, the query's (the last of a name), the JSON body. */
  readonly input: Schema;
  readonly maxBodyBytes?: number;
  /** A Response is sent as it is; anything else as JSON `{ ok: true, data }`. */
  run(call: { readonly scope: Scope; readonly input: z.output<Schema>; readonly request: Request }): Promise<unknown>;
};

type RouteContext = { readonly params: Promise<Readonly<Record<string, string | readonly string[] | undefined>>> };

const statuses: Readonly<Record<AppErrorCode, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "invalid-input": 400,
  "limit-exceeded": 429,
  "upstream-unavailable": 503,
  internal: 500,
};

/** Makes a route handler with the order of `defineAction`: actor, policy, input, run, failures as `{ ok: false }`. */
export function defineRoute<Schema extends z.ZodType>(
  definition: RouteDefinition<Schema>,
): (request: Request, context: RouteContext) => Promise<Response> {
  registerGate({ kind: "route", name: definition.name, policy: definition.may?.name ?? "own" });
  return async (request, context) => {
    try {
      const actor = await admittedActor(definition, request);
      const input = parseInput(definition.input, await readInput(request, context, definition.maxBodyBytes));
      const value = await definition.run({ scope: await openScope(actor), input, request });
      return value instanceof Response ? value : reply({ ok: true, data: value ?? null }, 200);
    } catch (thrown) {
      unstable_rethrow(thrown);
      const error = toFailure(thrown, definition.name);
      return reply({ ok: false, error }, statuses[error.code]);
    }
  };
}

async function admittedActor(door: Door, request: Request): Promise<Actor | null> {
  if (door.authenticate) {
    const actor = await door.authenticate(request, await databaseReady());
    if (actor === null) {
      throw new AppError("unauthenticated", "The credentials are missing or wrong.");
    }
    return actor;
  }
  refuseForeignOrigin(request);
  const actor = await getActor();
  authorise(door.may, actor);
  return actor;
}

/** A session cookie comes along with requests that other sites cause; for a change, the browser must say it is ours. */
function refuseForeignOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") {
    return;
  }
  const origin = request.headers.get("origin");
  if (origin === null || !getConfig().trustedOrigins.includes(origin)) {
    throw new AppError("forbidden", "This request did not come from Headroom's own pages.");
  }
}

async function readInput(request: Request, { params }: RouteContext, maxBytes = DEFAULT_BODY_BYTES): Promise<unknown> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  return { params: await params, query, body: await readJson(request, maxBytes) };
}

async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  if (!request.body) {
    return undefined;
  }
  const text = await readText(request.body, maxBytes);
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch (error) {
    throw new AppError("invalid-input", "The body is not JSON.", { cause: error });
  }
}

async function readText(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      chunks.push(chunk);
      if (size > maxBytes) {
        throw new AppError("limit-exceeded", `The body may have at most ${maxBytes} bytes.`);
      }
    }
  } catch (error) {
    throw error instanceof AppError
      ? error
      : new AppError("invalid-input", "The request broke off before its end.", { cause: error });
  }
  return Buffer.concat(chunks).toString("utf8");
}

function reply(result: ActionResult<unknown>, status: number): Response {
  return Response.json(result, { status, headers: { "cache-control": "no-store" } });
}
