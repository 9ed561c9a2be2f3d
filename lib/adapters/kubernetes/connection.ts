import "server-only";
import http from "node:http";
import https from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import WebSocket from "ws";
import { AppError } from "@/lib/core/kernel/app-error";
import { type KubeconfigEntries, kubeconfigEntries } from "./kubeconfig-entries";
import { SILENCE_MS, watchSilence } from "./watch-silence";

export type ApiRequest = {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query, as the API server knows them. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
  /** Whose rights an access review asks about. No other request speaks for somebody else. */
  readonly onBehalfOf?: Impersonation;
};

type Impersonation = { readonly user: string; readonly uid?: string; readonly groups: readonly string[] };

/** The status and the JSON of an answer; `text` is the body as it came. */
export type ApiReply = {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  /** What the server warns of: a deprecated version, say. */
  readonly warnings?: readonly string[];
};

/** One cluster with the credentials of one context. Requests share kept connections. */
export type ClusterConnection = {
  readonly name: string;
  readonly server: string;
  readonly defaultNamespace: string;
  /** The same for all views of one connection: what is learnt of a cluster is kept by it. */
  readonly identity: object;
  /** What the kubeconfig says, without secrets; of other clusters only when the file is the caller's own. */
  readonly entries: KubeconfigEntries;
  /** Any HTTP status is an answer; only a server that cannot be reached throws (AppError "upstream-unavailable"). */
  request(request: ApiRequest): Promise<ApiReply>;
  /** The body piece by piece; a status that is no success comes as an `ApiReply` in `refused`. */
  stream(request: ApiRequest): Promise<ApiStream>;
  /** Opens a websocket for exec or port-forward. It is paused: resume it when its messages are listened for. */
  openSocket(path: string, protocols: readonly string[]): Promise<WebSocket>;
};

export type ApiStream =
  | { readonly refused: ApiReply }
  | { readonly refused: null; readonly body: AsyncIterable<Buffer> };

type ConnectOptions = {
  readonly kubeconfigPath?: string;
  readonly kubeconfigText?: string;
  /** The account that Kubernetes gives to a pod, whose files are mounted below this folder; "" for the root. */
  readonly podRoot?: string;
  readonly context?: string;
  /** Other entries of the file than those of the context. */
  readonly cluster?: string;
  readonly user?: string;
  /** How the operator calls the cluster; the context's name when left out. */
  readonly name?: string;
  /** Credential plugins are programs: only the command line, with its caller's own file, may start them. */
  readonly allowExecPlugins?: boolean;
  /** After so long without a word, what streams asks whether the server is still there; half a minute when left out. */
  readonly silenceMs?: number;
};

const REQUEST_TIMEOUT_MS = 30_000;
/** As the pool of plain requests does. */
const KEEP_ALIVE_MS = 1_000;

/** Opens a context of a kubeconfig. Throws AppError with one sentence when the file or the context cannot be used. */
export function connectCluster(options: ConnectOptions): ClusterConnection {
  const config = readConfig(options);
  const entries = kubeconfigEntries(config, { isWhole: options.allowExecPlugins === true });
  allowPlainServers(config);
  const cluster = config.getCurrentCluster();
  if (!cluster) {
    throw new AppError(
      "upstream-unavailable",
      `The kubeconfig has no cluster for context ${config.getCurrentContext() || "(none)"}.`,
    );
  }
  if (config.getCurrentUser()?.exec && options.allowExecPlugins !== true) {
    throw new AppError(
      "upstream-unavailable",
      "The kubeconfig asks for a credential plugin, which the server does not start: use a token or a certificate.",
    );
  }
  const server = new URL(cluster.server);
  const isPlain = server.protocol === "http:";
  const agent = isPlain ? new http.Agent({ keepAlive: true }) : new https.Agent({ keepAlive: true });
  const send = async (request: ApiRequest): Promise<http.IncomingMessage> => {
    const settings: https.RequestOptions = {};
    await config.applyToHTTPSOptions(settings);
    return sendRequest({ server, settings: { ...settings, agent }, isPlain }, request);
  };
  const watch = (watched: Pick<Parameters<typeof watchSilence>[0], "socket" | "channel" | "lose">) => {
    const askForLife = async (signal: AbortSignal) => (await send({ path: "/version", signal })).resume();
    watchSilence({ ...watched, askForLife }, options.silenceMs ?? SILENCE_MS);
  };
  return {
    name: options.name ?? config.getCurrentContext(),
    server: cluster.server,
    identity: config,
    entries,
    defaultNamespace: config.getContextObject(config.getCurrentContext())?.namespace ?? "default",
    request: async (request) => replyOf(await send({ ...request, signal: withTimeout(request.signal) }), server),
    stream: async (request) => {
      const response = await send(request);
      if (!isSuccess(response)) {
        return { refused: await replyOf(response, server) };
      }
      const lose = () => void response.destroy(silent(server));
      watch({ socket: response.socket, channel: response, lose });
      return { refused: null, body: piecesOf(response, server) };
    },
    openSocket: async (path, protocols) => {
      const settings: https.RequestOptions = {};
      await config.applyToHTTPSOptions(settings);
      const url = new URL(path, server);
      url.protocol = isPlain ? "ws:" : "wss:";
      const channel = new WebSocket(url, [...protocols], socketOptions(settings));
      channel.once("upgrade", ({ socket }) => {
        socket.setKeepAlive(true, KEEP_ALIVE_MS);
        const lose = () => {
          channel.emit("error", silent(server));
          channel.terminate();
        };
        watch({ socket, channel, lose });
      });
      return opened(channel, server);
    },
  };
}

/** The log of a pod that no node has taken is 204: nothing. */
function isSuccess({ statusCode = 0 }: http.IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/** The credentials of a request, for a websocket: without its connection pool. */
function socketOptions({
  ca,
  cert,
  key,
  rejectUnauthorized,
  headers,
  servername,
  pfx,
  passphrase,
}: https.RequestOptions): WebSocket.ClientOptions {
  const options = { ca, cert, key, rejectUnauthorized, headers, servername, pfx, passphrase };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...given, handshakeTimeout: REQUEST_TIMEOUT_MS };
}

function readConfig({ kubeconfigPath, kubeconfigText, podRoot, ...entries }: ConnectOptions): KubeConfig {
  const config = new KubeConfig();
  // As kubectl does: an entry that nobody asked for may be incomplete.
  const options = { onInvalidEntry: "filter" } as const;
  try {
    if (kubeconfigText !== undefined) {
      config.loadFromString(kubeconfigText, options);
    } else if (kubeconfigPath !== undefined) {
      config.loadFromFile(kubeconfigPath, options);
    } else if (podRoot !== undefined) {
      config.loadFromCluster(podRoot);
    } else {
      config.loadFromDefault(options);
    }
  } catch (error) {
    throw new AppError("upstream-unavailable", `The kubeconfig ${kubeconfigPath ?? ""} cannot be read.`, {
      cause: error,
    });
  }
  chooseEntries(config, entries);
  return config;
}

/** A server without TLS (`kubectl proxy`) has no certificate; the client asks to be told so. */
function allowPlainServers(config: KubeConfig): void {
  config.clusters = config.clusters.map((cluster) =>
    cluster.server.startsWith("http:") ? { ...cluster, skipTLSVerify: true } : cluster,
  );
}

/** Throws kubectl's own sentences for entries that the file does not have. */
function chooseEntries(config: KubeConfig, { context, cluster, user }: ConnectOptions): void {
  if (context !== undefined) {
    if (!config.getContextObject(context)) {
      throw new ConfigurationError(`error: context "${context}" does not exist`);
    }
    config.setCurrentContext(context);
  }
  if (cluster !== undefined && !config.getCluster(cluster)) {
    throw new ConfigurationError(`error: cluster "${cluster}" does not exist`);
  }
  if (user !== undefined && !config.getUser(user)) {
    throw new ConfigurationError(`error: auth info "${user}" does not exist`);
  }
  const own = config.getContextObject(config.getCurrentContext());
  if (own && (cluster !== undefined || user !== undefined)) {
    const changed = { ...own, cluster: cluster ?? own.cluster, user: user ?? own.user };
    config.contexts = config.contexts.map((one) => (one === own ? changed : one));
  }
}

/** A kubeconfig without what a command names in it; the message is what kubectl says, whole. */
export class ConfigurationError extends AppError {
  constructor(message: string) {
    super("invalid-input", message);
  }
}

function withTimeout(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

type Route = { readonly server: URL; readonly settings: https.RequestOptions; readonly isPlain: boolean };

function sendRequest({ server, settings, isPlain }: Route, request: ApiRequest): Promise<http.IncomingMessage> {
  const { method = "GET", path, body, signal, onBehalfOf } = request;
  const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
  const headers = {
    ...settings.headers,
    Accept: request.accept ?? "application/json",
    ...(text !== undefined && {
      "Content-Type": request.contentType ?? "application/json",
      "Content-Length": Buffer.byteLength(text),
    }),
    ...(onBehalfOf && {
      "Impersonate-User": onBehalfOf.user,
      ...(onBehalfOf.uid && { "Impersonate-Uid": onBehalfOf.uid }),
      ...(onBehalfOf.groups.length > 0 && { "Impersonate-Group": [...onBehalfOf.groups] }),
    }),
  };
  const prefix = server.pathname.replace(/\/$/, "");
  const options = {
    ...settings,
    host: server.hostname.replace(/^\[|\]$/g, ""),
    port: server.port,
    path: prefix + path,
    method,
    headers,
    ...(signal && { signal }),
  };
  return new Promise((resolve, reject) => {
    const sent = (isPlain ? http : https).request(options, resolve);
    sent.on("error", (error) => reject(unreachable(server, error)));
    sent.end(text);
  });
}

function unreachable(server: URL, cause: Error): AppError {
  return unavailable(server, isLate(cause) ? LATE : `cannot be reached (${reasonOf(cause)})`, cause);
}

function brokenOff(server: URL, cause: Error): AppError {
  return unavailable(server, isLate(cause) ? LATE : `broke off its answer (${reasonOf(cause)})`, cause);
}

function silent(server: URL): AppError {
  return unavailable(server, "no longer answers");
}

const LATE = "did not answer in time";

function isLate({ name }: Error): boolean {
  return name === "TimeoutError" || name === "AbortError";
}

function reasonOf(cause: Error): string {
  return "code" in cause ? String(cause.code) : cause.message;
}

function unavailable(server: URL, why: string, cause?: Error): AppError {
  return new AppError("upstream-unavailable", `The Kubernetes API at ${server.host} ${why}.`, { cause });
}

/** The body of an answer; one that breaks off ends with a sentence. */
async function* piecesOf(response: http.IncomingMessage, server: URL): AsyncGenerator<Buffer> {
  try {
    yield* response as AsyncIterable<Buffer>;
  } catch (error) {
    throw error instanceof AppError || !(error instanceof Error) ? error : brokenOff(server, error);
  }
}

async function replyOf(response: http.IncomingMessage, server: URL): Promise<ApiReply> {
  const pieces: Buffer[] = [];
  for await (const piece of piecesOf(response, server)) {
    pieces.push(piece);
  }
  const text = Buffer.concat(pieces).toString("utf8");
  const { warning } = response.headers;
  const warnings = warning === undefined ? {} : { warnings: warningTexts(warning) };
  return { status: response.statusCode ?? 0, body: parsed(text), text, ...warnings };
}

/** `299 - "text", 299 - "text"` (RFC 7234). */
function warningTexts(header: string): readonly string[] {
  return [...header.matchAll(/299 \S+ "((?:\\.|[^"\\])*)"/g)].map(([, text = ""]) => text.replace(/\\(.)/g, "$1"));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Not every answer of an API server is JSON: a proxy's error page is kept as text.
    if (error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

function opened(socket: WebSocket, server: URL): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    socket.once("open", () => {
      // What comes with the handshake's answer waits until somebody listens.
      socket.pause();
      resolve(socket);
    });
    socket.once("unexpected-response", (_request, response) => {
      replyOf(response, server).then((reply) => reject(new SocketRefused(reply)), reject);
    });
    socket.once("error", (cause) =>
      reject(new AppError("upstream-unavailable", "The Kubernetes API did not open the channel.", { cause })),
    );
  });
}

/** The API server answered a websocket's handshake with an error instead. */
export class SocketRefused extends Error {
  override readonly name = "SocketRefused";
  readonly reply: ApiReply;

  constructor(reply: ApiReply) {
    super(`refused with status ${reply.status}`);
    this.reply = reply;
  }
}
