import "server-only";
import { readFileSync } from "node:fs";
import type { Agent, IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { addressOf, type DockerHost } from "@/lib/adapters/config/docker";
import { CommandFailure, type DockerReply } from "./failure";

export type DockerRequest = {
  readonly method?: "GET" | "POST" | "DELETE" | "HEAD";
  /** Without the version: `/containers/json`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
};

/** One Docker Engine, spoken to by its HTTP API. Throws CommandFailure when it cannot be reached. */
export type DockerConnection = {
  /** Its name in the configuration, which the grant uses. */
  readonly name: string;
  request(request: DockerRequest): Promise<DockerReply>;
  /** The answer piece by piece. */
  stream(request: DockerRequest): Promise<{ readonly status: number; readonly body: AsyncIterable<Buffer> }>;
  /** A connection that goes both ways: what is written to it is the other side's standard input. */
  hijack(request: DockerRequest): Promise<Duplex>;
};

const accepted = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [100 + index, true as const]));

/**
 * Connects on the first request; TLS files are read then, so a missing one is an error of the command. A host reached by
 * ssh needs `tunnel`: an agent whose sockets end in its daemon.
 */
export function connectDocker(host: DockerHost, tunnel?: Agent): DockerConnection {
  const client = lazily(() => createClient(host, tunnel));
  const dial = async <Answer>(request: DockerRequest, hijack: boolean): Promise<Answer> => {
    const { modem } = await client();
    const { method = "GET", path, query = {}, body, signal } = request;
    return new Promise((resolve, reject) => {
      modem.dial(
        {
          path: Object.keys(query).length === 0 ? path : `${path}?`,
          method,
          options: { _query: query, _body: body ?? {} },
          isStream: true,
          statusCodes: accepted,
          abortSignal: signal,
          ...(hijack && { hijack, openStdin: true }),
        },
        (error: unknown, answer: unknown) => {
          if (error) {
            reject(signal.aborted ? error : unreachable(host, error));
          } else {
            resolve(answer as Answer);
          }
        },
      );
    });
  };
  return {
    name: host.name,
    request: async (request) => {
      const reply = await dial<IncomingMessage>(request, false);
      const pieces: Buffer[] = [];
      for await (const piece of piecesOf(reply, host)) {
        pieces.push(piece);
      }
      return { status: reply.statusCode ?? 0, text: Buffer.concat(pieces).toString("utf8") };
    },
    stream: async (request) => {
      const body = await dial<IncomingMessage>(request, false);
      request.signal.addEventListener("abort", () => body.destroy(), { once: true });
      return { status: body.statusCode ?? 0, body: piecesOf(body, host) };
    },
    hijack: (request) => dial<Duplex>(request, true),
  };
}

/** The body of an answer; one that breaks off ends with a sentence. */
async function* piecesOf(body: IncomingMessage, host: DockerHost): AsyncGenerator<Buffer> {
  try {
    yield* body as AsyncIterable<Buffer>;
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new CommandFailure(`error: the Docker daemon at ${addressOf(host)} broke off its answer${reason}`);
  }
}

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

async function createClient(host: DockerHost, tunnel: Agent | undefined) {
  // Loaded when a run first needs it: with what it brings along it takes a second.
  const { default: Docker } = await import("dockerode");
  return new Docker(clientOptions(host, tunnel));
}

type ClientOptions = {
  readonly socketPath?: string;
  readonly host?: string;
  readonly port?: string | number;
  readonly protocol?: "http" | "https";
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  /** Taken by the client, and missing in its types. */
  readonly agent?: Agent;
};

function clientOptions(host: DockerHost, tunnel: Agent | undefined): ClientOptions {
  switch (host.kind) {
    case "socket":
      return { socketPath: host.socket };
    case "tcp": {
      const { hostname, port } = new URL(host.host);
      const files = host.tls && {
        ca: readOrFail(host.tls.ca),
        cert: readOrFail(host.tls.cert),
        key: readOrFail(host.tls.key),
      };
      return { host: hostname, port, protocol: host.tls ? "https" : "http", ...files };
    }
    case "ssh":
      // The name is never looked up: the agent's sockets end in the daemon of that host.
      return { host: "docker.invalid", port: 80, protocol: "http", ...(tunnel && { agent: tunnel }) };
  }
}

function readOrFail(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new CommandFailure(`headroom: a TLS file of this Docker host cannot be read: ${file}`);
  }
}

function unreachable(host: DockerHost, error: unknown): CommandFailure {
  const code = error instanceof Error && "code" in error ? error.code : null;
  const address = addressOf(host);
  if (code === "EACCES") {
    return new CommandFailure(
      `Got permission denied while trying to connect to the Docker daemon socket at ${address}`,
    );
  }
  if (code === "ENOENT" || code === "ECONNREFUSED") {
    return new CommandFailure(`Cannot connect to the Docker daemon at ${address}. Is the docker daemon running?`);
  }
  const why = error instanceof Error ? error.message : String(error);
  return new CommandFailure(`error during connect: ${address}: ${why}`);
}
