import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { TLSSocket } from "node:tls";
import { emptyVector, sendJson } from "./fake-prometheus";

/** Makes `NAME.crt` and `NAME.key` for 127.0.0.1, each its own authority. Needs openssl. */
export function makeCertificate(folder: string, name: string): void {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const names = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", path.join(folder, `${name}.key`), "-out", path.join(folder, `${name}.crt`)];
  execFileSync("openssl", ["req", "-x509", ...key, ...names, ...files, "-days", "2"], { stdio: "ignore" });
}

export type Guard = {
  /** The path that stands before `/api/v1`. */
  readonly prefix: string;
  readonly authorization: string;
  readonly tenant: string;
  /** A Prometheus to ask for the answer; null: an empty one. */
  readonly upstream: string | null;
};

export type GuardedPrometheus = { readonly url: string; close(): void };

/** A proxy as teams put it before their Prometheus: by HTTPS, with a client's certificate, a login and a tenant. */
export async function guardedPrometheus(folder: string, guard: Guard): Promise<GuardedPrometheus> {
  const read = (name: string) => readFileSync(path.join(folder, name));
  const tls = { cert: read("server.crt"), key: read("server.key"), ca: read("client.crt") };
  const server = createServer({ ...tls, requestCert: true }, (request, response) => {
    answer(guard, request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}${guard.prefix}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(guard: Guard, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, url = "", method = "" } = request;
  if (!(request.socket as TLSSocket).authorized || headers.authorization !== guard.authorization) {
    response.writeHead(401).end("who are you?\n");
    return;
  }
  if (headers["x-scope-orgid"] !== guard.tenant || !url.startsWith(`${guard.prefix}/api/v1/`)) {
    response.writeHead(404).end("no such tenant or place\n");
    return;
  }
  if (guard.upstream === null) {
    sendJson(response, emptyVector);
    return;
  }
  const body = method === "GET" ? undefined : Buffer.concat(await request.toArray());
  const asked = await fetch(`${guard.upstream}${url.slice(guard.prefix.length)}`, {
    method,
    headers: { "content-type": headers["content-type"] ?? "text/plain" },
    ...(body && { body }),
  });
  sendJson(response, await asked.json(), asked.status);
}
