import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "./api-call.ts";
import { type ApiReply, STREAMED } from "./api-call.ts";
import { ApiError } from "./api-error.ts";
import { forbidden, isAllowed, type RangeUser, requestVerb } from "./authorization.ts";
import type { Certificate } from "./certificate.ts";
import { discoveryObject } from "./discovery.ts";
import { dispatch } from "./dispatch.ts";
import { bodyText } from "./protobuf-body.ts";
import { parseRequestPath, type RequestTarget } from "./request-path.ts";

export type KubernetesFault = "ok" | "403" | "down" | "slow";

export interface KubernetesServerOptions {
  readonly cluster: Cluster;
  readonly certificate: Certificate;
  /** Bearer token to user. */
  readonly users: ReadonlyMap<string, RangeUser>;
  /** What a test wants to go wrong at this moment. */
  fault(): KubernetesFault;
}

const SLOW_MS = 4000;
const LARGEST_BODY_BYTES = 3 * 2 ** 20;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = Buffer.from(part);
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) {
      throw new ApiError("BadRequest", "Request entity too large: limit is 3145728");
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/** The user of a request's bearer token. */
export function authenticate(options: KubernetesServerOptions, request: IncomingMessage): RangeUser {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  const user = options.users.get(token ?? "");
  if (user === undefined) {
    throw new ApiError("Unauthorized", "Unauthorized");
  }
  return user;
}

interface AuthorizedTarget {
  readonly target: RequestTarget;
  readonly verb: string;
}

/** The target of a request, once it is clear that the user may do to it what the request wants. */
export function authorize(
  options: KubernetesServerOptions,
  user: RangeUser,
  request: { readonly method: string; readonly url: URL },
): AuthorizedTarget {
  const { url, method } = request;
  const target = parseRequestPath(url.pathname);
  if (target === undefined) {
    throw new ApiError("NotFound", "the server could not find the requested resource");
  }
  const watch = url.searchParams.get("watch");
  const verb = requestVerb(method, target, watch === "true" || watch === "1");
  const { group, name: plural } = target.resource;
  const resource = target.subresource === undefined ? plural : `${plural}/${target.subresource}`;
  const question = { verb, group, resource, namespace: target.namespace, name: target.name };
  if (options.fault() === "403" || !isAllowed(user, question)) {
    throw forbidden(user, question);
  }
  return { target, verb };
}

function send(response: ServerResponse, { code, body }: ApiReply): void {
  response.writeHead(code, { "content-type": "application/json", "cache-control": "no-cache, private" });
  response.end(`${JSON.stringify(body)}\n`);
}

function sendFailure(response: ServerResponse, error: unknown): void {
  const failure = error instanceof ApiError ? error : new ApiError("InternalError", `Internal error: ${String(error)}`);
  if (response.headersSent) {
    response.destroy();
  } else {
    send(response, { code: failure.status.code ?? 500, body: failure.status });
  }
}

const HEALTH_PATHS: readonly string[] = ["/healthz", "/livez", "/readyz"];

async function answer(
  options: KubernetesServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "https://range");
  const user = authenticate(options, request);
  if (options.fault() === "slow") {
    await sleep(SLOW_MS);
  }
  if (HEALTH_PATHS.includes(url.pathname)) {
    response.end("ok");
    return;
  }
  const discovered = discoveryObject(url.pathname);
  if (discovered !== undefined) {
    send(response, { code: 200, body: discovered });
    return;
  }
  const method = request.method ?? "GET";
  const { target, verb } = authorize(options, user, { method, url });
  const contentType = request.headers["content-type"] ?? "";
  const outcome = dispatch({
    cluster: options.cluster,
    user,
    verb,
    target,
    query: url.searchParams,
    accept: request.headers.accept ?? "",
    contentType,
    body: bodyText(await readBody(request), contentType),
    response,
  });
  if (outcome !== STREAMED) {
    send(response, outcome);
  }
}

/** An HTTPS server that speaks the Kubernetes API about the simulated cluster. */
export function createKubernetesServer(options: KubernetesServerOptions): Server {
  const { certificatePem, keyPem } = options.certificate;
  return createServer({ cert: certificatePem, key: keyPem }, (request, response) => {
    if (options.fault() === "down") {
      request.socket.destroy();
      return;
    }
    answer(options, request, response).catch((error: unknown) => sendFailure(response, error));
  });
}
