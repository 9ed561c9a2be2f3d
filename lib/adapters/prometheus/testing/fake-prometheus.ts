import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly form: Readonly<Record<string, string>>;
};

export type FakePrometheus = {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
};

/** An HTTP server that answers as told and remembers what it was asked. */
export async function fakePrometheus(
  answer: (response: ServerResponse, request: SeenRequest, count: number) => void,
): Promise<FakePrometheus> {
  const seen: SeenRequest[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(Buffer.from(chunk));
    }
    const body = Buffer.concat(chunks).toString();
    const form = Object.fromEntries(new URLSearchParams(body));
    const { method = "", url: path = "", headers } = request;
    const asked = { method, path, headers, body, form };
    seen.push(asked);
    answer(response, asked, seen.length);
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Ends a response with JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Prometheus's envelope around an empty vector. */
export const emptyVector = { status: "success", data: { resultType: "vector", result: [] } };
