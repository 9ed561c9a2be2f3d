import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError } from "@/lib/core/kernel/app-error";
import type { Grant } from "@/lib/core/shell/grant";
import { curlCommand } from "../curl";
import type { HostVerdict } from "../host-verdict";
import { runCommand } from "./run-command";

export type CurlServer = { readonly base: string; close(): void };

/** A server that echoes, redirects, dawdles and never ends. */
export async function startCurlServer(): Promise<CurlServer> {
  const server: Server = createServer((request, response) => void serve(request, response));
  server.on("upgrade", (request, socket) => {
    const isTaken = request.url === "/socket" && request.headers["sec-websocket-version"] === "13";
    const head = isTaken ? "101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade" : "403 Forbidden";
    socket.write(`HTTP/1.1 ${head}\r\n\r\n`);
    socket.on("error", () => undefined);
    if (!isTaken) {
      socket.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

async function serve(request: IncomingMessage, response: ServerResponse) {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(Buffer.from(piece));
  }
  const body = Buffer.concat(pieces).toString();
  const url = new URL(request.url ?? "/", "http://localhost");
  switch (url.pathname) {
    case "/echo":
      response.end(JSON.stringify({ method: request.method, query: url.search, headers: request.headers, body }));
      break;
    case "/missing":
      response.writeHead(404).end("not here");
      break;
    case "/moved":
      response.writeHead(302, { location: url.searchParams.get("to") ?? "/echo" }).end();
      break;
    case "/loop":
      response.writeHead(302, { location: "/loop" }).end();
      break;
    case "/slow":
      response.write("first");
      break;
    case "/endless":
      for (let sent = 0; sent < 40 && !response.destroyed; sent += 1) {
        response.write(Buffer.alloc(1024 * 1024, "x"));
      }
      response.end();
      break;
    default:
      response.end("hello\n");
  }
}

export type CurlRun = {
  readonly stdin?: string;
  readonly files?: Map<string, Uint8Array>;
  readonly ceiling?: Grant["ceiling"];
  readonly signal?: AbortSignal;
  onWrite?(): void;
  allow?(url: URL): HostVerdict;
};

/** Runs our curl and gives what it printed. */
export async function curl(line: string, options: CurlRun = {}) {
  const { allow = () => ({ ok: true, isInwardAllowed: true }), files, ceiling = "read", ...given } = options;
  return runCommand(curlCommand({ allow }), line.split(" ").filter(Boolean), {
    ...given,
    ceiling,
    readFile: async (name) => files?.get(name) ?? null,
    writeFile: async (name, bytes) => {
      if (name === "/tmp") {
        throw new AppError("invalid-input", "/tmp: Is a directory");
      }
      files?.set(name, bytes);
    },
  });
}

/** What the server saw of such a run. */
export async function echoed(line: string, options: CurlRun = {}) {
  const { stdout } = await curl(line, { ceiling: "change", ...options });
  return JSON.parse(stdout) as { method: string; query: string; headers: Record<string, string>; body: string };
}
